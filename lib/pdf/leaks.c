/* leaks: what the leak sanitizer is told not to count; without the sanitizer nobody calls it. */

const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

/* Fontconfig keeps what it has read of the fonts for as long as the process lives, once, however many documents are
 * made; it notes the places as differences and tagged pointers, which the sanitizer does not recognise. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig.so\n";
}

/* Without the count of what was left out after each run. */
const char *
__lsan_default_options(void)
{
	return "print_suppressions=0";
}
