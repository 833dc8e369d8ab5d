package agent

import (
	"slices"
	"strings"
)

// goesAround notes what a command goes around; "" is nothing.
func (e *Event) goesAround(what string) {
	if e.Bypass == "" {
		e.Bypass = what
	}
}

// bypassAssigned returns what variables go around, "" for nothing.
func bypassAssigned(words []string) string {
	for _, w := range words {
		name, value, _ := strings.Cut(w, "=")
		switch {
		case w == "HUSKY=0" || w == "LEFTHOOK=0" || name == "SKIP" && strings.Contains(value, "sluice"):
			return "the hooks of git (" + name + ")"
		case strings.HasPrefix(name, "GIT_CONFIG") && strings.Contains(strings.ToLower(value), "core.hookspath"):
			return "the hooks of git (core.hooksPath)"
		}
	}
	return ""
}

// bypass returns what a command goes around, "" for nothing.
func (sh *shell) bypass(name string, args []string) string {
	switch name {
	case "git":
		return sh.gitBypass(args)
	case "pre-commit", "lefthook", "husky":
		if slices.Contains(args, "uninstall") {
			return "the hooks of git (" + name + " uninstall)"
		}
	case "sluice":
		return sluiceBypass(args)
	}
	return ""
}

// sluiceBypass is bypass for the arguments of sluice.
func sluiceBypass(args []string) string {
	if slices.Contains(args, "--help") || slices.Contains(args, "-h") {
		return ""
	}
	words := append(operands(args), "", "")
	switch {
	case words[0] == "allow" || words[0] == "triage" || words[0] == "baseline" && (words[1] == "create" || words[1] == "update"):
		return "a change of what counts as a secret (sluice " + words[0] + ")"
	case words[0] == "hook" && words[1] == "uninstall":
		return "the hooks (sluice hook uninstall)"
	}
	return ""
}

// gitCommand returns the name of the command of git, and its arguments.
func gitCommand(args []string) (sub string, rest []string) {
	for i := 0; i < len(args); i++ {
		if !strings.HasPrefix(args[i], "-") {
			return args[i], args[i+1:]
		}
		if slices.Contains([]string{"-c", "-C", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--config-env", "--super-prefix"}, args[i]) {
			i++
		}
	}
	return "", nil
}

// gitBypass is bypass for the arguments of git.
func (sh *shell) gitBypass(args []string) string {
	sub, rest := gitCommand(args)
	if slices.Contains(rest, "--help") {
		return ""
	}
	for i, a := range args[:len(args)-len(rest)] {
		setting := strings.TrimPrefix(a, "--config-env=")
		if i == 0 || args[i-1] != "-c" && args[i-1] != "--config-env" {
			if setting == a {
				continue
			}
		}
		name, value, _ := strings.Cut(setting, "=")
		if what := sh.settingBypass(name, value); what != "" {
			return what
		}
	}
	if sub == "config" {
		return sh.configBypass(rest)
	}
	return optionBypass(sub, rest)
}

// settingBypass returns what a setting of git goes around: other hooks, or another name of
// a command that does.
func (sh *shell) settingBypass(name, value string) string {
	switch name = strings.ToLower(name); {
	case name == "core.hookspath":
		return "the hooks of git (core.hooksPath)"
	case strings.HasPrefix(name, "alias."):
		if command, ok := strings.CutPrefix(value, "!"); ok {
			sh.run(command)
			return ""
		}
		sub, rest := gitCommand(strings.Fields(value))
		return optionBypass(sub, rest)
	}
	return ""
}

// configBypass is bypass for the arguments of git config. A setting that is only shown goes
// around nothing.
func (sh *shell) configBypass(args []string) string {
	if slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "--get") || a == "get" || a == "--list" || a == "-l" }) {
		return ""
	}
	changes := slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "--unset") || a == "unset" || a == "--remove-section" })
	for i, a := range args {
		if changes || i+1 < len(args) {
			value := ""
			if i+1 < len(args) {
				value = args[i+1]
			}
			if what := sh.settingBypass(a, value); what != "" {
				return what
			}
		}
	}
	return ""
}

// optionBypass returns what the options of a command of git go around. Git takes an option
// that is cut as long as there is only one that begins so.
func optionBypass(sub string, args []string) string {
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--":
			return ""
		case strings.HasPrefix("--no-verify", a) && len(a) >= len("--no-veri") && slices.Contains([]string{"commit", "push", "merge", "am", "rebase", "cherry-pick", "pull"}, sub):
			return "the hooks of git (--no-verify)"
		case sub == "commit" && hasShort(a, 'n'):
			return "the hooks of git (-n)"
		case sub == "push" && strings.Contains(strings.ToLower(a), "sluice.skip"):
			return "the check of the server (sluice.skip)"
		case takesValue(sub, a):
			i++
		}
	}
	return ""
}

// withValue are the short options of git commit that take a value, or may have one.
const withValue, mayHaveValue = "mFCct", "uS"

// takesValue reports whether the word behind an option of git commit is its value.
func takesValue(sub, option string) bool {
	if sub != "commit" || !strings.HasPrefix(option, "-") {
		return false
	}
	if strings.HasPrefix(option, "--") {
		return slices.Contains([]string{"--message", "--file", "--author", "--date", "--template", "--reuse-message", "--reedit-message", "--fixup", "--squash", "--trailer", "--cleanup"}, option)
	}
	i := strings.IndexAny(option, withValue+mayHaveValue)
	return i >= 1 && i == len(option)-1 && strings.IndexByte(withValue, option[i]) >= 0
}

// hasShort reports whether a word holds a short option of git commit, alone or among others.
// One that takes a value ends such a word.
func hasShort(word string, option byte) bool {
	if len(word) < 2 || word[0] != '-' || word[1] == '-' {
		return false
	}
	for j := 1; j < len(word); j++ {
		if word[j] == option {
			return true
		}
		if strings.IndexByte(withValue+mayHaveValue, word[j]) >= 0 {
			return false
		}
	}
	return false
}
