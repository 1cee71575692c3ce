/* command: one word after "parvis" each; every one returns the exit code. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

struct app;
struct arena;

/* Opens the house for a command and migrates; NULL after a sentence on standard error. */
struct app *command_open(struct arena *arena);
/* Closes it, frees the arena and gives the code back. */
int command_close(struct app *app, int code);

int command_serve(int argc, char **argv);
int command_init(int argc, char **argv);
int command_migrate(int argc, char **argv);
int command_staff(int argc, char **argv);
int command_plan(int argc, char **argv);
int command_import(int argc, char **argv);
int command_routes(int argc, char **argv);
int command_outbox(int argc, char **argv);
int command_mail_report(int argc, char **argv);
int command_audit(int argc, char **argv);
int command_fsck(int argc, char **argv);
int command_storage(int argc, char **argv);
int command_version(int argc, char **argv);

#endif
