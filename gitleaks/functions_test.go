package gitleaks

import (
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

// leftOut are functions of sprig that templates do not have: docs/howto/gitleaks.md says why.
var leftOut = strings.Fields(`env expandenv getHostByName
	bcrypt buildCustomCert decryptAES derivePassword encryptAES genCA genCAWithKey genPrivateKey genSelfSignedCert
	genSelfSignedCertWithKey genSignedCert genSignedCertWithKey htpasswd randAlpha randAlphaNum randAscii randBytes randNumeric shuffle
	deepCopy merge mergeOverwrite mustDeepCopy mustMerge mustMergeOverwrite semver semverCompare`)

// TestTemplateFunctions: templates have the functions of sprig, but for those that are
// left out on purpose.
func TestTemplateFunctions(t *testing.T) {
	ours, theirs := templateFunctions(), sprig.TxtFuncMap()
	for name := range theirs {
		if _, ok := ours[name]; ok == slices.Contains(leftOut, name) {
			t.Errorf("%s: %v", name, ok)
		}
	}
	for name := range ours {
		if _, ok := theirs[name]; !ok {
			t.Errorf("sprig has no %s", name)
		}
	}
}

// TestTemplateFunctionsAsSprig: what functions return is what sprig's return.
func TestTemplateFunctionsAsSprig(t *testing.T) {
	texts := []string{"", "a", "aws_access keyID", "src/App Config-file.go", "Grüße an Ada", "0123456789 0123456789 0123456789"}
	for _, call := range []string{
		"abbrev 3", "abbrev 8", "abbrevboth 5 12", "abbrevboth 0 6", "initials", "nospace", "untitle", "swapcase", "wrap 5", `wrapWith 7 "\n# "`,
		"camelcase", "snakecase", "kebabcase", "sha256sum", "sha512sum", "quote", "squote", "upper", "title", "trunc 5", "b64enc",
		"replace \"a\" \"b\"", "indent 2", "trimSuffix \"a\"", "contains \"a\"", "default \"x\"", "toJson", "len | addf 1.5 2", "len | subf 7",
		"len | mulf 2.5", "len | divf 10 4 | printf \"%.9f\"", "len | add1f", "splitList \"a\" | join \"-\"",
	} {
		for _, text := range texts {
			if strings.HasPrefix(call, "len | divf") && text == "" {
				continue // to divide by zero ends sprig
			}
			call := `{{ . | ` + call + ` }}`
			if got, want := expandWith(t, templateFunctions(), call, text), expandWith(t, sprig.TxtFuncMap(), call, text); got != want {
				t.Errorf("%s of %q: %q, sprig gives %q", call, text, got, want)
			}
		}
	}
	if a, b := newUUID(), newUUID(); a == b || len(a) != 36 || a[14] != '4' {
		t.Errorf("%s and %s", a, b)
	}
}

func expandWith(t *testing.T, functions template.FuncMap, text, value string) string {
	t.Helper()
	var out strings.Builder
	tmpl, err := template.New("t").Funcs(functions).Parse(text)
	if err == nil {
		err = tmpl.Execute(&out, value)
	}
	if err != nil {
		t.Fatal(text, err)
	}
	return out.String()
}
