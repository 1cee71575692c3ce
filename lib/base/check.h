/* check: a broken promise of our own code ends the process, with the line in the log. */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

/* Aborts when `condition` is false: for bugs only, never for input or for the environment. Not compiled out. */
#define check(condition) ((condition) ? (void)0 : check_failed(#condition, __FILE__, __LINE__, __func__))

_Noreturn void check_failed(const char *condition, const char *file, int line, const char *function);

#endif
