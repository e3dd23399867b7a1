/* python.exe: the interpreter lies in python311.dll. */
#include <stddef.h>
int __declspec(dllimport) Py_Main(int, wchar_t **);
int wmain(int argc, wchar_t **argv) { return Py_Main(argc, argv); }
