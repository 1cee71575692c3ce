/* mail_domain: the two lists that come with the program, and how a domain is compared. */
#include "portal_users/mail_domain.h"

#include "base/arena.h"
#include "mail/mail.h"

#include <string.h>

enum { DOMAINS_MOST = 1000 };

/* Providers at which anybody gets an address, first those of the countries where Parvis is used. */
static const char *const everybodys[] = {
	"orange.fr",	  "wanadoo.fr",	    "free.fr",	     "sfr.fr",		 "neuf.fr",	   "laposte.net",
	"bbox.fr",	  "numericable.fr", "aliceadsl.fr",  "club-internet.fr", "cegetel.net",	   "libertysurf.fr",
	"9online.fr",	  "noos.fr",	    "voila.fr",	     "mailo.com",	 "ik.me",	   "gmail.com",
	"googlemail.com", "outlook.com",    "outlook.fr",    "outlook.be",	 "hotmail.com",	   "hotmail.fr",
	"hotmail.be",	  "hotmail.co.uk",  "live.com",	     "live.fr",		 "live.be",	   "msn.com",
	"yahoo.com",	  "yahoo.fr",	    "yahoo.co.uk",   "ymail.com",	 "rocketmail.com", "icloud.com",
	"me.com",	  "mac.com",	    "aol.com",	     "aol.fr",		 "gmx.com",	   "gmx.fr",
	"gmx.de",	  "gmx.net",	    "web.de",	     "t-online.de",	 "freenet.de",	   "posteo.net",
	"posteo.de",	  "mailbox.org",    "proton.me",     "protonmail.com",	 "pm.me",	   "tutanota.com",
	"tuta.io",	  "fastmail.com",   "hey.com",	     "zoho.com",	 "mail.com",	   "bluewin.ch",
	"hispeed.ch",	  "skynet.be",	    "telenet.be",    "proximus.be",	 "voo.be",	   "videotron.ca",
	"sympatico.ca",	  "libero.it",	    "virgilio.it",   "tiscali.it",	 "btinternet.com", "comcast.net",
	"verizon.net",	  "att.net",	    "sbcglobal.net", "mail.ru",		 "yandex.ru",	   "yandex.com",
	"seznam.cz",	  "wp.pl",	    "o2.pl",	     "telefonica.net",	 "sapo.pt",
};

static const char *const disposable[] = {
	"yopmail.com",
	"yopmail.fr",
	"yopmail.net",
	"jetable.org",
	"jetable.net",
	"jetable.com",
	"mailinator.com",
	"mailinator.net",
	"guerrillamail.com",
	"guerrillamail.net",
	"guerrillamail.org",
	"guerrillamail.de",
	"sharklasers.com",
	"grr.la",
	"pokemail.net",
	"spam4.me",
	"10minutemail.com",
	"10minutemail.net",
	"minutemail.com",
	"tempmail.com",
	"temp-mail.org",
	"temp-mail.io",
	"tempmailo.com",
	"tempail.com",
	"tempr.email",
	"discard.email",
	"discardmail.com",
	"trashmail.com",
	"trashmail.net",
	"trash-mail.com",
	"getnada.com",
	"nada.email",
	"maildrop.cc",
	"mailnesia.com",
	"mailcatch.com",
	"dispostable.com",
	"fakeinbox.com",
	"moakt.com",
	"mohmal.com",
	"throwawaymail.com",
	"emailondeck.com",
	"mytemp.email",
	"burnermail.io",
	"inboxkitten.com",
	"mail-temporaire.fr",
	"spamgourmet.com",
	"anonbox.net",
	"anonymbox.com",
	"incognitomail.org",
	"33mail.com",
	"privaterelay.appleid.com",
	"mozmail.com",
	"duck.com",
	"simplelogin.com",
	"anonaddy.me",
};

const char *
mail_domain_of(struct arena *arena, const char *address)
{
	struct str rest = str_trim(str_of(address)), before = str_cut(&rest, '@');
	const char *whole;

	if (rest.at == NULL)
		rest = before;
	if (rest.length == 0)
		return NULL;
	whole = mail_address(arena, arena_printf(arena, "x@%.*s", (int)rest.length, rest.at));
	return whole == NULL ? NULL : whole + 2;
}

bool
mail_domain_is_below(const char *domain, const char *above)
{
	size_t length = strlen(domain), tail = strlen(above);

	if (length < tail || strcmp(domain + length - tail, above) != 0)
		return false;
	return length == tail || domain[length - tail - 1] == '.';
}

static bool
is_below_any(const char *domain, const char *const *domains, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (mail_domain_is_below(domain, domains[i]))
			return true;
	return false;
}

bool
mail_domain_is_everybodys(const char *domain)
{
	return is_below_any(domain, everybodys, sizeof everybodys / sizeof everybodys[0]);
}

bool
mail_domain_is_disposable(const char *domain)
{
	return is_below_any(domain, disposable, sizeof disposable / sizeof disposable[0]);
}

bool
mail_domains_parse(struct arena *arena, const char *lines, const char ***domains, size_t *count, const char **wrong)
{
	struct str rest = str_of(lines);
	const char **found = arena_make_array(arena, const char *, DOMAINS_MOST);

	*domains = found;
	*count = 0;
	while (rest.at != NULL) {
		struct str line = str_trim(str_cut(&rest, '\n'));
		const char *text = arena_text_of(arena, line.at, line.length), *domain;

		if (line.length == 0)
			continue;
		domain = mail_domain_of(arena, text[0] == '@' ? text + 1 : text);
		if (domain == NULL || *count == DOMAINS_MOST || strchr(text + 1, '@') != NULL) {
			*wrong = text;
			return false;
		}
		found[(*count)++] = domain;
	}
	return true;
}

bool
mail_domain_is_own(struct arena *arena, const struct mail_domains *domains, const char *email)
{
	const char *domain = mail_domain_of(arena, email);

	return domain != NULL && !is_below_any(domain, domains->allowed, domains->allowed_count) &&
	       is_below_any(domain, domains->own, domains->own_count);
}

bool
mail_domain_is_blocked(struct arena *arena, const struct mail_domains *domains, const char *email)
{
	const char *domain = mail_domain_of(arena, email);

	if (domain == NULL || is_below_any(domain, domains->allowed, domains->allowed_count))
		return false;
	return is_below_any(domain, domains->blocked, domains->blocked_count) || mail_domain_is_disposable(domain);
}
