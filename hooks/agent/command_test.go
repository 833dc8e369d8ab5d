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
		`git commit -m x`:                          false,
		`git commit --no-verify -m x`:              true,
		`git commit -n`:                            true,
		`git commit -anm x`:                        true,
		`git commit -m -n`:                         false,
		`git commit -mn`:                           false,
		`git commit -m "use --no-verify"`:          false,
		`git add . && git commit -m "x" -n`:        true,
		`git -C sub commit --no-verify`:            true,
		`git push -n`:                              false, // a dry run
		`git push --no-verify`:                     true,
		`git push -o sluice.skip=x`:                true,
		`git -c core.hooksPath=/dev/null commit`:   true,
		`git config core.hooksPath /dev/null`:      true,
		`git config core.hooksPath`:                false,
		`git log -n 3`:                             false,
		`HUSKY=0 git commit -m x`:                  true,
		`SKIP=sluice,black git commit`:             true,
		`SKIP=black git commit`:                    false,
		`sluice allow 1234 --as false`:             true,
		`sluice baseline create`:                   true,
		`sluice hook uninstall`:                    true,
		`sluice baseline show`:                     false,
		`sluice git`:                               false,
		`sudo /usr/bin/git commit --no-verify`:     true,
		`(cd x; git commit -n)`:                    true,
		`grep -n x`:                                false,
		`git commit --no-veri -m x`:                true,
		`git commit -m -n -n`:                      true,
		`git --git-dir .git commit -n`:             true,
		`git --work-tree . commit --no-verify`:     true,
		`git --config-env=core.hooksPath=X commit`: true,
		`GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=x git commit`: true,
		`git -c alias.c="commit --no-verify" c`:                                              true,
		`git config alias.c "commit -n"`:                                                     true,
		`bash -c "git commit -n"`:                                                            true,
		`export HUSKY=0; git commit`:                                                         true,
		`env SKIP=sluice git commit`:                                                         true,
		`sluice -q allow x`:                                                                  true,
		`pre-commit uninstall`:                                                               true,
		`rm .git/hooks/pre-commit`:                                                           true,
		`chmod -x .git/hooks/pre-commit`:                                                     true,
		`echo x > .git/hooks/pre-commit`:                                                     true,
		`echo x > .sluice-baseline`:                                                          true,
		"cat > .sluice.toml <<E\nx=1\nE":                                                     true,
		`sed -i d .sluice.toml`:                                                              true,
		`tee .sluice.toml <<<x`:                                                              true,
		`cp x .sluice.toml`:                                                                  true,
		`git rm .sluice.toml`:                                                                true,
		"python3 -c 'print(1 << 3)'\ngit commit --no-verify":                                 true,
		`cp .sluice.toml /tmp`:                                                               false,
		`cat .sluice.toml`:                                                                   false,
		`git grep core.hooksPath`:                                                            false,
		`git log -S core.hooksPath`:                                                          false,
		`git add core.hookspath.md`:                                                          false,
		`git checkout -b core.hooksPath-fix`:                                                 false,
		`git config --get-all core.hooksPath x`:                                              false,
		`git config --unset core.hooksPath`:                                                  true,
		`sluice allow --help`:                                                                false,
		`sluice hook uninstall --help`:                                                       false,
		`git commit --no-verify --help`:                                                      false,
		`git commit -m --no-verify`:                                                          false,
		`git commit -uno -m x`:                                                               false,
		`git -c user.name=n commit`:                                                          false,
		"cat >a <<EOF\ngit commit -n\nEOF":                                                   false,
		"cat <<-'E O F' >a\ngit commit -n":                                                   false,
		`cat <<<x; git commit -n`:                                                            true,
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
		{object{"file_path": ".claude/settings.json", "content": strings.ReplaceAll(text, "|| exit 2", "|| true")}, true},
		{object{"file_path": ".claude/settings.json", "content": strings.ReplaceAll(text, "|| exit 2", "--on-read allow || exit 2")}, true},
		{object{"file_path": ".claude/settings.json", "content": strings.ReplaceAll(text, `"*"`, `"None"`)}, true},
		{object{"file_path": ".claude/settings.json", "content": strings.ReplaceAll(text, "PreToolUse", "NoToolUse")}, true},
		{object{"file_path": ".claude/settings.json", "content": strings.Replace(text, "{", `{"disableAllHooks": true,`, 1)}, true},
		{object{"file_path": ".claude/settings.json", "content": strings.Replace(text, "{", `{"model": "x",`, 1)}, false},
		{object{"file_path": ".claude/settings.local.json", "content": `{"disableAllHooks": true}`}, true},
		{object{"file_path": ".git/config", "content": "[core]\n\thooksPath = x\n"}, true},
		{object{"file_path": ".git/config", "content": "[core]\n\tbare = false\n"}, false},
		{object{"file_path": ".git/hooks/pre-commit", "content": "x"}, true},
		{object{"command": "rm .claude/settings.json"}, true},
		{object{"command": "echo {} >.claude/settings.json"}, true},
		{object{"command": "rm package.json"}, false},
		{object{"command": "*** Begin Patch\n*** Delete File: .claude/settings.json\n*** End Patch"}, true},
		{object{"command": "*** Begin Patch\n*** Delete File: .sluice.toml\n*** End Patch"}, true},
		{object{"command": "*** Begin Patch\n*** Update File: a\n*** Move to: .sluice.toml\n@@\n-a\n+b\n*** End Patch"}, true},
		{object{"command": "*** Begin Patch\n*** Update File: .claude/settings.json\n*** Move to: old.json\n*** End Patch"}, true},
		{object{"command": []any{"apply_patch", "*** Begin Patch\n*** Add File: .sluice.toml\n+x\n*** End Patch\n"}}, true},
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
