/* common_passwords: the words at the top of every list of stolen passwords, French ones too; with digits and signs
 * around them they are most of what people choose. Sorted, for the search. */
#include "core/common_passwords.h"

#include <stdlib.h>
#include <string.h>

static const char *const words[] = {
	"abc",		 "abcd",       "abcdef",
	"access",	 "admin",      "administrateur",
	"administrator", "alexander",  "alexandre",
	"amanda",	 "amour",      "andrea",
	"andrew",	 "angel",      "angela",
	"anthony",	 "apple",      "arsenal",
	"asdf",		 "asdfgh",     "asdfghjkl",
	"ashley",	 "austin",     "azerty",
	"azertyuiop",	 "baby",       "babygirl",
	"bailey",	 "banane",     "barcelona",
	"baseball",	 "basketball", "batman",
	"benjamin",	 "bienvenue",  "bisous",
	"bonjour",	 "bonsoir",    "bordeaux",
	"brandon",	 "bretagne",   "buster",
	"butterfly",	 "camille",    "caramel",
	"changeme",	 "changemoi",  "charlie",
	"charlotte",	 "cheese",     "chelsea",
	"chicken",	 "chocolat",   "chocolate",
	"chouchou",	 "christian",  "clement",
	"client",	 "coconut",    "compta",
	"computer",	 "cookie",     "correcthorsebatterystaple",
	"coucou",	 "dallas",     "daniel",
	"default",	 "demo",       "diamond",
	"doudou",	 "dragon",     "eagles",
	"elephant",	 "elizabeth",  "entreprise",
	"facebook",	 "ferrari",    "flower",
	"foot",		 "football",   "france",
	"freedom",	 "fuckyou",    "gabriel",
	"george",	 "gestion",    "ginger",
	"google",	 "guitar",     "hammer",
	"hannah",	 "harley",     "hello",
	"helloworld",	 "hockey",     "hunter",
	"iloveyou",	 "internet",   "invite",
	"iphone",	 "jasmine",    "jennifer",
	"jerome",	 "jessica",    "jesus",
	"jetaime",	 "jordan",     "joseph",
	"joshua",	 "julien",     "junior",
	"justin",	 "killer",     "letmein",
	"liverpool",	 "login",      "loulou",
	"love",		 "lovely",     "loveme",
	"lyon",		 "madison",    "maggie",
	"magique",	 "maison",     "manager",
	"marie",	 "marine",     "marseille",
	"martin",	 "master",     "matrix",
	"matthew",	 "maxime",     "mercedes",
	"merlin",	 "michael",    "michel",
	"michelle",	 "mickey",     "minecraft",
	"monkey",	 "montagne",   "morgan",
	"mot",		 "motdepasse", "mustang",
	"mynoob",	 "nantes",     "naruto",
	"nathan",	 "nicolas",    "nicole",
	"ninja",	 "nothing",    "oliver",
	"orange",	 "panda",      "papillon",
	"paris",	 "parola",     "pass",
	"passe",	 "passer",     "passphrase",
	"passport",	 "passw",      "password",
	"patrick",	 "peanut",     "pepper",
	"phoenix",	 "pikachu",    "pokemon",
	"portail",	 "portal",     "poussin",
	"princess",	 "princesse",  "purple",
	"qazwsx",	 "qazwsxedc",  "qwer",
	"qwert",	 "qwerty",     "qwertyuiop",
	"qwertz",	 "qwertzuiop", "rachel",
	"rainbow",	 "ranger",     "realmadrid",
	"robert",	 "root",       "samantha",
	"samsung",	 "samuel",     "secret",
	"secure",	 "security",   "shadow",
	"silver",	 "soccer",     "soleil",
	"sophie",	 "sparky",     "spiderman",
	"starwars",	 "summer",     "sunshine",
	"super",	 "superman",   "superstar",
	"sysadmin",	 "taylor",     "temp",
	"tennis",	 "test",       "thebest",
	"thomas",	 "tigger",     "tinkerbell",
	"toor",		 "toulouse",   "trustno",
	"user",		 "vacances",   "vanessa",
	"victoria",	 "voiture",    "welcome",
	"whatever",	 "william",    "winner",
	"winter",	 "wordpass",   "xbox",
	"yankees",	 "yellow",     "zxcvbn",
	"zxcvbnm",
};

enum { WORDS = sizeof words / sizeof words[0] };

static int
compare(const void *key, const void *entry)
{
	const struct str *word = key;
	const char *other = *(const char *const *)entry;
	int order = strncmp(word->at, other, word->length);

	return order != 0 ? order : other[word->length] == '\0' ? 0 : -1;
}

bool
password_word_is_common(struct str word)
{
	return word.length > 0 && bsearch(&word, words, WORDS, sizeof words[0], compare) != NULL;
}
