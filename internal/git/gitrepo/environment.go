package gitrepo

import "strings"

// variables returns git's own variables that say where a repository is.
func variables(env []string) map[string]string {
	vars := map[string]string{}
	for _, kv := range env {
		switch name, value, _ := strings.Cut(kv, "="); name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE",
			"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES":
			if value != "" {
				vars[name] = value
			}
		}
	}
	return vars
}

// withoutGit returns env without git's variables, save the one that says
// where git's own programs are installed.
func withoutGit(env []string) []string {
	var out []string
	for _, kv := range env {
		if !strings.HasPrefix(kv, "GIT_") || strings.HasPrefix(kv, "GIT_EXEC_PATH=") {
			out = append(out, kv)
		}
	}
	return out
}
