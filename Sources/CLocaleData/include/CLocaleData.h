#pragma once
// Nothing is called: the program is linked with what locale_data.c defines.
