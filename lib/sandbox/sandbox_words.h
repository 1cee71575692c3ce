/* sandbox_words: how both sides of the sandbox speak: the order of words on the helper's command line, and its end. */
#ifndef SANDBOX_WORDS_H
#define SANDBOX_WORDS_H

/* Behind "helper". */
enum { WORD_MEMORY, WORD_OUTPUT, WORD_CPU, WORD_FOLDER, WORD_TASK, WORDS_BEFORE };

/* Stands for no folder. */
#define NO_FOLDER "-"

/* The code of a helper that never came to its work. */
enum { SANDBOX_NOT_STARTED = 125 };

#endif
