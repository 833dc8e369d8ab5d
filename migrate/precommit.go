package migrate

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// preCommit translates the arguments of detect-secrets in a configuration of the pre-commit
// framework (https://pre-commit.com/#pre-commit-configyaml---hooks).
func (p *Plan) preCommit(in Input) error {
	var doc struct {
		Repos []struct {
			Hooks []struct {
				ID      yaml.Node
				Exclude yaml.Node
				Args    []yaml.Node
			}
		}
	}
	if err := yaml.Unmarshal(in.Text, &doc); err != nil {
		return fmt.Errorf("it is no YAML: %w", withoutValues(err))
	}
	for _, repo := range doc.Repos {
		for _, hook := range repo.Hooks {
			if hook.ID.Value != "detect-secrets" {
				continue
			}
			if hook.Exclude.Value != "" {
				p.pattern(in.Name, hook.Exclude.Line, "exclude", "paths", "", strings.TrimSpace(hook.Exclude.Value))
			}
			p.arguments(in.Name, hook.Args)
		}
	}
	return nil
}

// withoutValues returns an error of the YAML decoder without what it quotes.
func withoutValues(err error) error {
	text, _, _ := strings.Cut(err.Error(), "`")
	return fmt.Errorf("%s", strings.TrimPrefix(strings.TrimSpace(text), "yaml: "))
}

// arguments translates arguments of detect-secrets
// (https://github.com/Yelp/detect-secrets/blob/master/README.md).
func (p *Plan) arguments(file string, args []yaml.Node) {
	for i := 0; i < len(args); i++ {
		flag, value, joined := strings.Cut(args[i].Value, "=")
		line := args[i].Line
		if !joined {
			if i+1 < len(args) && !strings.HasPrefix(args[i+1].Value, "--") {
				value = args[i+1].Value
			} else if flag, value, joined = strings.Cut(args[i].Value, " "); !joined { // both in one argument
				continue
			}
		}
		switch flag {
		case "--exclude-files":
			p.pattern(file, line, flag, "paths", "", value)
		case "--exclude-lines":
			p.pattern(file, line, flag, "regexes", "line", value)
		case "--exclude-secrets":
			p.pattern(file, line, flag, "regexes", "secret", value)
		case "--word-list":
			p.wordList(file, line, value)
		case "--disable-plugin", "--base64-limit", "--hex-limit":
			p.note(file, line, Left, flag+" "+value, "left out: to switch off a rule, write its id under extend.disabledRules (sluice rules list)")
		case "-p", "--plugin", "--filter", "-f":
			p.note(file, line, Left, flag+" "+value, "left out: write it as [[rules]] or [[allowlists]]")
		}
	}
}
