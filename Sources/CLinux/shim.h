#pragma once
// What Swift's Glibc leaves out.
#include <sys/timex.h>
#include <sys/xattr.h>
