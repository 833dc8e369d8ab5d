package project

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A form is an issue form with all keys that GitHub documents
// (docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms,
// and syntax-for-githubs-form-schema beside it).
type form struct {
	Name        string    `yaml:"name"`
	Description string    `yaml:"description"`
	Title       string    `yaml:"title"`
	Labels      []string  `yaml:"labels"`
	Assignees   []string  `yaml:"assignees"`
	Projects    []string  `yaml:"projects"`
	Type        string    `yaml:"type"`
	Body        []element `yaml:"body"`
}

type element struct {
	Type       string `yaml:"type"`
	ID         string `yaml:"id"`
	Attributes struct {
		Label       string `yaml:"label"`
		Description string `yaml:"description"`
		Placeholder string `yaml:"placeholder"`
		Value       string `yaml:"value"`
		Render      string `yaml:"render"`
		Multiple    bool   `yaml:"multiple"`
		Options     []any  `yaml:"options"`
		Default     *int   `yaml:"default"`
	} `yaml:"attributes"`
	Validations struct {
		Required bool `yaml:"required"`
	} `yaml:"validations"`
}

// ownPage is a link to a file of this repository.
var ownPage = regexp.MustCompile(`github\.com/sluicesec/sluice/blob/main/([^\s)#]+)`)

// TestIssueForms: GitHub shows each form, and each warns of secrets.
func TestIssueForms(t *testing.T) {
	id := regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	names := map[string]bool{}
	for _, name := range files(t, ".github/ISSUE_TEMPLATE") {
		if path.Base(name) == "config.yml" {
			continue
		}
		t.Run(path.Base(name), func(t *testing.T) {
			var f form
			readYAML(t, name, &f)
			if f.Name == "" || f.Description == "" || names[f.Name] {
				t.Errorf("a form needs a name of its own and a description: %q, %q", f.Name, f.Description)
			}
			names[f.Name] = true
			ids, labels, fields := map[string]bool{}, map[string]bool{}, 0
			for i, e := range f.Body {
				a := e.Attributes
				if e.Type == "markdown" {
					if a.Value == "" || a.Label != "" || e.Validations.Required {
						t.Errorf("element %d: markdown has a value and nothing else", i)
					}
					continue
				}
				fields++
				if !id.MatchString(e.ID) || ids[e.ID] || a.Label == "" || labels[a.Label] {
					t.Errorf("element %d: a field needs an id and a label of its own: %q, %q", i, e.ID, a.Label)
				}
				ids[e.ID], labels[a.Label] = true, true
				choice := e.Type == "dropdown" || e.Type == "checkboxes"
				if !slices.Contains([]string{"textarea", "input", "dropdown", "checkboxes"}, e.Type) {
					t.Errorf("element %d: there is no type %s", i, e.Type)
				}
				if choice != (len(a.Options) > 0) {
					t.Errorf("element %d: %s has %d options", i, e.Type, len(a.Options))
				}
				if choice && (a.Placeholder != "" || a.Value != "") || e.Type != "textarea" && a.Render != "" || e.Type != "dropdown" && (a.Multiple || a.Default != nil) {
					t.Errorf("element %d: %s has no such attribute", i, e.Type)
				}
				checkOptions(t, e)
			}
			if fields == 0 {
				t.Error("no fields")
			}
			for _, m := range ownPage.FindAllStringSubmatch(read(t, name), -1) {
				read(t, m[1])
			}
			if !strings.Contains(read(t, name), "**Never paste a secret") {
				t.Error("the form does not say that no secret may be pasted")
			}
		})
	}
	if len(names) < 4 {
		t.Errorf("only %d forms", len(names))
	}
}

// checkOptions: a dropdown has texts, each once; a list of boxes has labels.
func checkOptions(t *testing.T, e element) {
	t.Helper()
	seen := map[string]bool{}
	for _, o := range e.Attributes.Options {
		text, ok := o.(string)
		if box, is := o.(map[string]any); is && e.Type == "checkboxes" {
			text, ok = box["label"].(string)
			for key := range box {
				ok = ok && (key == "label" || key == "required")
			}
		} else if e.Type == "checkboxes" {
			ok = false
		}
		if !ok || text == "" || seen[text] {
			t.Errorf("%s: a wrong option: %v", e.ID, o)
		}
		seen[text] = true
	}
}

// TestIssueConfig: who wants something else than a form can do is sent to the right place.
func TestIssueConfig(t *testing.T) {
	var config struct {
		Blank bool `yaml:"blank_issues_enabled"`
		Links []struct {
			Name  string `yaml:"name"`
			URL   string `yaml:"url"`
			About string `yaml:"about"`
		} `yaml:"contact_links"`
	}
	readYAML(t, ".github/ISSUE_TEMPLATE/config.yml", &config)
	private := false
	for _, l := range config.Links {
		if l.Name == "" || l.About == "" || !strings.HasPrefix(l.URL, "https://") {
			t.Errorf("a link needs a name, an address and a text: %+v", l)
		}
		private = private || strings.HasSuffix(l.URL, "/security/advisories/new")
	}
	if config.Blank || !private {
		t.Error("a vulnerability has no private way, or an issue needs no form")
	}
}
