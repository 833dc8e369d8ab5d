package rules

import (
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules/example"
)

// Whatever is wrong with a rule file, and wherever in it a secret was pasted,
// neither the error nor a note shows the secret.
func TestErrorsShowNoSecret(t *testing.T) {
	const ok = "[[rules]]\nid = 'ok'\nregex = 'o(k)'\n"
	for _, notation := range []string{"ghp_{base62:36}", "{base62:40}", "{hex:32}", "{lower:16}", "{uuid}", "sk_live_{base62:24}", "{base64url:30}", "{digit:12}"} {
		for seed := range uint64(5) {
			secret, err := example.Expand(notation, seed+1)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range []string{
				"SECRET = 1\n" + ok, "SECRET\n" + ok, "x = SECRET\n" + ok, "[SECRET]\n" + ok, "[[SECRET]]\n" + ok, "'SECRET' = 1\n" + ok,
				"title = \"SECRET\n" + ok, "title = \"\\SECRET\"\n", "title = SECRET\n", "title = 0SECRET\n", "SECRET = 1\nSECRET = 2\n", "[SECRET]\n[SECRET]\n",
				"title = [SECRET]\n", "title = {SECRET}\n", "title = -SECRET", "title = 'a'SECRET'b'\n", "title = 2020-SECRET\n",
				ok + "SECRET = 1", ok + "tags = [{SECRET = 1}]", ok + "regex = 'SECRET'", ok + "entropy = 'SECRET'", ok + "extra.SECRET = 1",
				ok + "confidence = 'SECRET'", ok + "severity = 'SECRET'", ok + "provider = 'SECRET'", ok + "path = 'SECRET['",
				ok + "examples = ['SECRET {SECRET}']", ok + "negatives = ['{SECRET:4}', '{hex:SECRET}', '{b64:{SECRET}}', '{pem:SECRET}', '{pem:RSA:SECRET}']",
				ok + "[[rules.parts]]\nid = 'SECRET'\nwithinLines = 1", ok + "[[rules.required]]\nid = 'SECRET'", ok + "[[rules.parts]]\nid = 'SECRET'",
				ok + "[[rules.allowlists]]\nSECRET = 1", ok + "[[rules.allowlists]]\npaths = ['(SECRET']", ok + "[[rules.allowlists]]\nregexes = ['a', '[SECRET']",
				ok + "[[allowlists]]\npaths = ['a']\ntargetRules = ['SECRET']", ok + "[[allowlists]]\npaths = ['a']\ncondition = 'SECRET'",
				ok + "[[allowlists]]\npaths = ['a']\nregexTarget = 'SECRET'", ok + "[[allowlists]]\ncommits = ['xSECRET']", ok + "[[allowlists]]\nregexes = ['(?<SECRET']",
				"[[rules]]\nid = 'SECRET'\n", "[[rules]]\nid = 'SECRET'\nregex = '(SECRET'", "[[rules]]\nid = 'SECRET'\n[[rules]]\nid = 'SECRET'\n",
				ok + "[[providers]]\nid = 'SECRET'\n[[providers]]\nid = 'SECRET'\n", ok + "[[providers]]\nSECRET = 'SECRET'\n",
				ok + "[extend]\nurl = 'https://SECRET@host'", ok + "[extend]\npath = 'SECRET'", ok + "[extend]\npath = 'SECRET/.toml'",
				ok + "[extend]\nSECRET = 1", "[extend]\ndisabledRules = ['SECRET']",
				"[[context]]\nSECRET = 1", "[[context]]\nprovider='SECRET'\nnames=['a']\nshape='hex:9'", "[[context]]\nprovider='a'\nnames=['a']\nshape='SECRET:9'",
				"[[context]]\nprovider='a'\nnames=['a']\nshape='regex:(SECRET'", "[[context]]\nprovider='a'\nnames=['a']\nshape='hex:9'\nwhere='SECRET'",
			} {
				text = strings.ReplaceAll(text, "SECRET", secret)
				for _, how := range []manner{ownManner, gitleaksManner} {
					c, err := loader{read: read}.parse("test.toml", []byte(text), how)
					said := ""
					switch {
					case err != nil:
						said = err.Error()
					case len(c.Rules) == 0:
						t.Errorf("%q: neither rules nor an error", text)
					default:
						said = strings.Join(c.Notes, "\n")
					}
					for i := 0; i+8 <= len(secret); i++ {
						if strings.Contains(said, secret[i:i+8]) {
							t.Errorf("%q: the error or note shows the secret: %v", text, said)
							break
						}
					}
				}
			}
		}
	}
}

// Names that people give are shown.
func TestShownNames(t *testing.T) {
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	hidden := 0
	for i := range all.Rules {
		if shown(all.Rules[i].ID) == notShown {
			hidden++
		}
	}
	if hidden*50 > len(all.Rules) {
		t.Errorf("%d of the %d ids of built-in rules are not shown", hidden, len(all.Rules))
	}
	for _, name := range []string{"useDefaults", "secret_group", "stopword", "colour", "conf/base.toml", "../company.toml", "auth0-key", "1password-secret-key"} {
		if shown(name) == notShown {
			t.Errorf("%s is not shown", name)
		}
	}
}
