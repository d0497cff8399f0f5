#pragma once
#include <malloc.h>  // which Swift's Glibc leaves out
