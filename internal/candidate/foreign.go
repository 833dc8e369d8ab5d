package candidate

import "bytes"

// foreignWords are words for a password, other than English ones, that Keywords does
// not have. That of Russian lacks its first letter, which may be a capital.
var foreignWords = [...]string{
	"mot_de_passe", "motdepasse", "mdp", "clave", "geheimnis", "wachtwoord", "haslo", "hasło", "ароль", "parol", "lösenord", "losenord",
	"salasana", "sifre", "şifre", "jelszo", "jelszó", "adgangskode", "kodeord", "geslo", "lozinka", "kata_sandi", "katasandi", "mat_khau", "matkhau",
	"密码", "密碼", "口令", "パスワード", "비밀번호",
}

// Meaning returns the word that a keyword which is none of [Keywords] stands for:
// "password" if it is the word for one in another language, or else "secret".
func Meaning(keyword []byte) string {
	for _, word := range foreignWords {
		if len(keyword) >= len(word) && (foldPrefix(keyword, word) || bytes.HasPrefix(keyword, []byte(word))) {
			return "password"
		}
	}
	return "secret"
}
