package agent

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestSimpleCommands: a script is split into its commands, and these into words.
func TestSimpleCommands(t *testing.T) {
	for line, want := range map[string]string{
		`a b`:                        "a b",
		`a 'b c' "d e"`:              "a|b c|d e",
		`a && b || c; d & e`:         "a/b/c/d/e",
		`a | b`:                      "a/b",
		"a \\\n b":                   "a b",
		`a \; b`:                     "a ; b",
		`x=$(cat y)`:                 "cat y/x=",
		"`cat y`":                    "cat y",
		`cat <y >z`:                  "cat y",
		`a 2>&1 b >>c d 2>/dev/null`: "a b d",
		`a >b; c`:                    "a/c",
		`echo "it's" 'a "b"'`:        `echo|it's|a "b"`,
		"a\nb":                       "a/b",
		`''`:                         "",
		``:                           "",
		`'`:                          "",
		`a "unended`:                 "a unended",
		`git commit -m "a; b" -n x`:  "git|commit|-m|a; b|-n|x",
	} {
		var got []string
		s := script{text: line, scope: func(bool) {}, visit: func(c *simple) {
			separator := " "
			if strings.Contains(want, "|") {
				separator = "|"
			}
			got = append(got, strings.Join(append(c.words, c.from...), separator))
		}}
		s.commands(0)
		if strings.Join(got, "/") != want {
			t.Errorf("%q is %q, not %q", line, strings.Join(got, "/"), want)
		}
	}
}

func TestBypass(t *testing.T) {
	for line, want := range map[string]bool{
		`git commit -m x`:                        false,
		`git commit --no-verify -m x`:            true,
		`git commit -n`:                          true,
		`git commit -anm x`:                      true,
		`git commit -m -n`:                       false,
		`git commit -mn`:                         false,
		`git commit -m "use --no-verify"`:        false,
		`git add . && git commit -m "x" -n`:      true,
		`git -C sub commit --no-verify`:          true,
		`git push -n`:                            false, // a dry run
		`git push --no-verify`:                   true,
		`git push -o sluice.skip=x`:              true,
		`git -c core.hooksPath=/dev/null commit`: true,
		`git config core.hooksPath /dev/null`:    true,
		`git config core.hooksPath`:              false,
		`git log -n 3`:                           false,
		`HUSKY=0 git commit -m x`:                true,
		`SKIP=sluice,black git commit`:           true,
		`SKIP=black git commit`:                  false,
		`sluice allow 1234 --as false`:           true,
		`sluice baseline create`:                 true,
		`sluice hook uninstall`:                  true,
		`sluice baseline show`:                   false,
		`sluice git`:                             false,
		`sudo /usr/bin/git commit --no-verify`:   true,
		`(cd x; git commit -n)`:                  true,
		`grep -n x`:                              false,
		"cat >a <<EOF\ngit commit -n\nEOF":       false,
		"cat <<-'E O F' >a\ngit commit -n":       false,
		`cat <<<x; git commit -n`:                true,
		"*** Begin Patch\n*** Update File: a\n git commit -n\n+git commit -n\n*** End Patch": false,
		`echo git commit --no-verify`:              false,
		`git cherry-pick -n x`:                     false,
		`git commit -- --no-verify`:                false,
		`FOO=bar git commit -F msg -a --no-verify`: true,
	} {
		e := &Event{}
		e.command("command", line, "")
		if (e.Bypass != "") != want {
			t.Errorf("%s: bypass is %q", line, e.Bypass)
		}
	}
}

// TestDecidingFiles: a person is asked before the model changes what decides.
func TestDecidingFiles(t *testing.T) {
	dir := t.TempDir()
	settings := InProject(Claude, dir)
	if _, err := settings.Install(); err != nil {
		t.Fatal(err)
	}
	text := content(t, settings.Path)
	for _, test := range []struct {
		input object
		want  bool
	}{
		{object{"file_path": ".sluice.toml", "content": "x"}, true},
		{object{"file_path": "sub/.sluice-baseline", "content": "x"}, true},
		{object{"file_path": ".claude/settings.json", "content": "{}"}, true},
		{object{"file_path": ".claude/settings.json", "content": text + " "}, false},
		{object{"file_path": "package.json", "content": "{}"}, false},
		{object{"file_path": settings.Path, "edits": []any{object{"old_string": text, "new_string": "{}"}}}, true},
		{object{"command": "*** Begin Patch\n*** Update File: .sluice.toml\n@@\n+x = 1\n*** End Patch"}, true},
	} {
		e := &Event{Agent: Claude, Dir: dir}
		e.input("tool_input", test.input)
		if (e.Bypass != "") != test.want {
			t.Errorf("%v: %q", test.input, e.Bypass)
		}
	}
}

func TestShown(t *testing.T) {
	for line, want := range map[string][]string{
		`cat .env`:                      {".env"},
		`head -n 3 a b`:                 {"3", "a", "b"},
		`grep -r x src | less`:          {"x", "src"},
		`source .env && npm start`:      nil,
		`cp .env .env.old`:              nil,
		`A=1 sudo cat 'my file'`:        {"my file"},
		`echo $(cat key.pem)`:           {"key.pem"},
		`base64 <key.pem`:               {"key.pem"},
		`/bin/cat x`:                    {"x"},
		`python3 -c "print(open('x'))"`: nil, // what is not seen here, the output shows
	} {
		e := &Event{}
		e.command("command", line, "")
		var got []string
		for _, t := range e.Texts {
			if t.From == FromFile {
				got = append(got, t.Path)
			}
		}
		if !slices.Equal(got, want) && !(len(got) == 0 && len(want) == 0) {
			t.Errorf("%s shows %q, not %q", line, got, want)
		}
	}
}

func TestPatches(t *testing.T) {
	e := &Event{}
	rest := e.patches("command", "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: a.go\n*** Move to: b.go\n@@ func f\n keep\n-old\n+new\n*** Delete File: c\n*** Add File: d.go\n+one\n+two\n*** End Patch\nEOF\n")
	if rest != "apply_patch <<'EOF'\nEOF\n" {
		t.Errorf("outside is %q", rest)
	}
	var got []string
	for _, t := range e.Texts {
		got = append(got, t.Path+": "+string(t.Data)+"- "+strings.TrimSpace(strings.Join(texts(t.Before), "")))
	}
	want := []string{"b.go: keep\nnew\n- ", "d.go: one\ntwo\n- "}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

func texts(list [][]byte) (out []string) {
	for _, b := range list {
		out = append(out, string(b))
	}
	return out
}
