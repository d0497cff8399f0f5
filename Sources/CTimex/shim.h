#pragma once
#include <sys/timex.h>  // which Swift's Glibc leaves out
