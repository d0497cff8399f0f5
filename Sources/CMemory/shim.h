#pragma once
// What Swift's Glibc leaves out. <link.h> tells of loaded objects to GNU programs alone.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <link.h>
#include <malloc.h>
