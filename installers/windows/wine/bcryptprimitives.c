/* Wine 8 lacks this library; ProcessPrng is the system's random numbers, here by the older name of the same. */
#include <stddef.h>
unsigned char __declspec(dllimport) __stdcall SystemFunction036(void *, unsigned long);
__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *into, size_t length) { return SystemFunction036(into, (unsigned long)length); }
