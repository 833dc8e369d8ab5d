package scan

import "strings"

// ordinary reports whether a secret is a word that paths and messages use
// everywhere, maybe with a number behind it. Where it stands there, it most likely
// means something else: to black it out would hide where a finding is, and point
// at the secret.
func ordinary(secret string) bool {
	if len(secret) > longestOrdinary {
		return false
	}
	word := strings.TrimRight(strings.ToLower(secret), "0123456789")
	return len(secret)-len(word) <= 2 && strings.Contains(ordinaryWords, " "+word+" ")
}

// longestOrdinary is more bytes than any ordinary word has, with a number behind it.
const longestOrdinary = 20

// ordinaryWords are the words of six letters and more that are frequent in the
// paths and commit messages of large open repositories, with a space around each.
const ordinaryWords = " " +
	"ability accept access account accounts action actions active actually adding addition additional address addresses " +
	"adjust against allowed allows already always another anymore application appropriate archive argument around arrays " +
	"assert assets assume attempt attribute authentication author automatically available backend backup before behavior " +
	"behaviour behind better between binary blocks branch breaking broken buffer building builds builtin bundle cached " +
	"caching callback callbacks calling cannot capture caused causing certificate certificates change changed changelog " +
	"changes changing characters charset checking checkout checks clarify classes cleaning cleanup cleanups client " +
	"clients closed closing cluster command comment commented comments commit commits common compare comparison compat " +
	"compatibility compatible compile compiler complete complex compose condition conditional conditions config " +
	"configurable configuration configure configured confirm conflict conflicts connection consistency consistent " +
	"consistently console constant constants constraints consumer contain container contains content contents context " +
	"continue contrib contributing control controller conversion convert cookie copyright correct correctly couple " +
	"coverage create created creating creation credential credentials current custom darwin database decode default " +
	"defaults define defined delete deleted deleting depend dependencies dependency deploy deployment deprecate " +
	"deprecated deprecation description details detect detection develop development different direct directly directory " +
	"disable disabled disabling display docker document documentation domain double download duplicate duplicated " +
	"duplication during easier elastic elasticsearch enable enabled encode encoded encoding encryption endpoint enforce " +
	"engine ensure entries environment errors escape events example examples exception exceptions exclude existing exists " +
	"expected explicit explicitly export expose extend extended extension extensions external extract failed failing " +
	"failure failures fallback feature features feedback fields filename filter filtering filters fixing folder follow " +
	"following foobar format formatting fortran forward framework frontend function functionality functions further " +
	"gateway generate generated generating generation generic getting github gitignore gitlab global google grafana " +
	"grammar handle handler handling header headers health helper helpers history hostname ignore ignores images " +
	"implement implementation implicit import improve improved improvement improvements include included includes " +
	"including incorrect increase indentation infinite information ingress initial initialize initialized inline inside " +
	"install instance instead instructions integer integration interface internal introduce introduced invalid issues " +
	"iteration jenkins kubernetes labels language latest leading legacy length library license literal little loader " +
	"loading locale localhost location locking logger logging longer lookup makefile making malformed manager managers " +
	"manual mariadb markdown matches matching members memory mention merged message messages metadata method methods " +
	"migrate migration minimal minimum missed missing modified modify module modules mongodb monitor monitoring multiple " +
	"namespace naming native needed nested network networks newline nobody normalize number numbers object objects " +
	"obsolete operation operations optimization optimize option optional options oracle ordering origin original outdated " +
	"output overflow override overrides package packages parameter parameters params parent parser parsing partial passed " +
	"passing passwd password passwords pattern patterns payload performance permissions pipeline platform platforms " +
	"plugin policy position possible postgres postgresql potential prefer preferred prefix prefixes prepare present " +
	"prevent previous priority private problem process processing producer product production profile program progress " +
	"project prometheus proper properly properties property protected protocol provide provided provider providers " +
	"proxies public python rabbitmq random ranges rather reading readme reason receive redirect reduce redundant refactor " +
	"refactoring reference references reflect regarding register regression regular reject related relative release " +
	"releases remaining remote removal remove removed removing rename renamed render rendering reorder replace report " +
	"reporting repository request requests require required requirement requirements requires resolve resource resources " +
	"respect response responses restart restore result results return returned returning returns reverse revert review " +
	"rewrite running runtime sample scheme script scripts search second secret secrets section secure security select " +
	"selected selection separate server servers service services session setting settings several shared should signature " +
	"signed signing simple simplify single slashes snapshot someone source sources spaces special specific specified " +
	"specify spelling stable staging standard startup statement static status stderr storage stream streams strict string " +
	"strings structure subdir suffix support supported supports suppress switch symbol symlink syntax syslog system " +
	"target template templates temporary terraform testdata tester testing thread through timeout timestamp tokens " +
	"tracking trailing transport travis trigger trying tutorial tweaks unexpected unicode unique unknown unless " +
	"unnecessary unused update updated updates updating upgrade upload upstream usable username validate validation " +
	"values variable variables various vendor verbose verify version versions visibility warning warnings website " +
	"whitelist whitespace windows within without wording workaround worker workers workflow workflows working workspace " +
	"wrapper writer writing "
