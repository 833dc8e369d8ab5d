package ci

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// action is action.yml, as far as it counts.
type action struct {
	Inputs map[string]struct {
		Description string `yaml:"description"`
		Default     string `yaml:"default"`
	} `yaml:"inputs"`
	Outputs map[string]struct {
		Value string `yaml:"value"`
	} `yaml:"outputs"`
	Runs struct {
		Steps []actionStep `yaml:"steps"`
	} `yaml:"runs"`
}

type actionStep struct {
	Name            string            `yaml:"name"`
	ID              string            `yaml:"id"`
	If              string            `yaml:"if"`
	Uses            string            `yaml:"uses"`
	With            map[string]string `yaml:"with"`
	Run             string            `yaml:"run"`
	Shell           string            `yaml:"shell"`
	Env             map[string]string `yaml:"env"`
	ContinueOnError bool              `yaml:"continue-on-error"`
}

func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil {
		err = yaml.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// A runner runs the steps of a composite action as a runner of GitHub does: the scripts with
// bash, in a folder and an environment of their own. What a step `uses` is faked.
type runner struct {
	*testing.T
	action action
	dir    string            // of the runner: the action, temporary files, the tool cache
	work   string            // the checkout
	inputs map[string]string // of the step that uses the action
	env    []string          // further variables
	event  string            // the payload

	summaryFile string // where a step shall write its summary; "" is a file of the runner

	// fakes stand for other actions, by their name without the version. They get their inputs
	// and return outputs, or an error.
	fakes map[string]func(with map[string]string) (map[string]string, error)

	// What the run leaves.
	log     string
	summary string
	outputs map[string]string
	used    map[string]map[string]string // the inputs of each action that was used
	failed  bool
}

// newRunner returns a runner that uses the action by a ref; "" is a checkout of it.
func newRunner(t *testing.T, ref string) *runner {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the fake runner is one of Linux or macOS")
	}
	for _, tool := range []string{"bash", "curl"} { // which runners have
		look(t, tool)
	}
	r := &runner{T: t, dir: t.TempDir(), inputs: map[string]string{}, fakes: map[string]func(map[string]string) (map[string]string, error){}}
	readYAML(t, "../action.yml", &r.action)
	path := filepath.Join(r.dir, "checkout")
	if ref != "" {
		path = filepath.Join(r.dir, "_actions/sluicesec/sluice", ref)
	}
	root, err := filepath.Abs("..")
	r.must(err)
	r.must(os.MkdirAll(filepath.Dir(path), 0o755))
	r.must(os.Symlink(root, path))
	for _, name := range []string{"temp", "tools"} {
		r.must(os.MkdirAll(filepath.Join(r.dir, name), 0o755))
	}
	r.work = filepath.Join(r.dir, "work")
	r.env = []string{
		"GITHUB_ACTIONS=true", "CI=true", "GITHUB_ACTION_PATH=" + path, "RUNNER_TEMP=" + filepath.Join(r.dir, "temp"),
		"RUNNER_TOOL_CACHE=" + filepath.Join(r.dir, "tools"), "RUNNER_OS=Linux", "RUNNER_ARCH=X64", "HOME=" + filepath.Join(r.dir, "temp"),
		"SLUICE_CACHE=off", "GIT_CONFIG_NOSYSTEM=1", "PATH=" + os.Getenv("PATH"),
	}
	return r
}

func (r *runner) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// run runs the action on an event, and returns what GitHub shows: whether it has failed.
func (r *runner) run(event, payload string) bool {
	r.Helper()
	r.log, r.summary, r.failed, r.event = "", "", false, payload
	r.outputs, r.used = map[string]string{}, map[string]map[string]string{}
	eventFile := filepath.Join(r.dir, "event.json")
	r.must(os.WriteFile(eventFile, []byte(payload), 0o600))
	base := append(r.env[:len(r.env):len(r.env)], "GITHUB_EVENT_NAME="+event, "GITHUB_EVENT_PATH="+eventFile)
	steps := map[string]string{} // steps.ID.outputs.NAME, steps.ID.outcome
	lookup := func(name string) (string, error) { return r.context(name, steps) }
	for i, s := range r.action.Runs.Steps {
		if s.If != "" {
			condition := strings.TrimSuffix(strings.TrimPrefix(s.If, "${{"), "}}")
			if value, err := evaluate(condition, lookup); err != nil {
				r.Fatalf("step %d: %v", i, err)
			} else if !truthy(value) {
				steps["steps."+s.ID+".outcome"] = "skipped"
				continue
			}
		}
		var outputs map[string]string
		var err error
		if s.Uses != "" {
			outputs, err = r.use(s, lookup)
		} else {
			outputs, err = r.script(i, s, base, lookup)
		}
		for name, value := range outputs {
			steps["steps."+s.ID+".outputs."+name] = value
		}
		steps["steps."+s.ID+".outcome"] = "success"
		if err != nil {
			steps["steps."+s.ID+".outcome"] = "failure"
			if !s.ContinueOnError {
				r.failed = true
				break
			}
		}
	}
	for name, o := range r.action.Outputs {
		value, err := expand(o.Value, lookup)
		r.must(err)
		r.outputs[name] = value
	}
	return !r.failed
}

// context returns the value of a name in an expression.
func (r *runner) context(name string, steps map[string]string) (string, error) {
	kind, rest, _ := strings.Cut(name, ".")
	switch kind {
	case "inputs":
		declared, ok := r.action.Inputs[rest]
		if !ok {
			return "", fmt.Errorf("there is no input %s", rest)
		}
		if value, ok := r.inputs[rest]; ok {
			return value, nil
		}
		return expand(declared.Default, func(name string) (string, error) { return r.context(name, steps) })
	case "steps":
		return steps[name], nil
	case "github":
		if path, ok := strings.CutPrefix(rest, "event."); ok {
			return r.fromEvent(path), nil
		}
		switch rest {
		case "token":
			return "token-of-the-run", nil
		case "action_ref", "action_repository": // a runner leaves them empty in a composite action
			return "", nil
		}
	}
	return "", fmt.Errorf("this runner does not know %s", name)
}

func (r *runner) fromEvent(path string) string {
	var value any
	if json.Unmarshal([]byte(r.event), &value) != nil {
		return ""
	}
	for name := range strings.SplitSeq(path, ".") {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	switch v := value.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

func (r *runner) use(s actionStep, lookup func(string) (string, error)) (map[string]string, error) {
	with := map[string]string{}
	for name, text := range s.With {
		value, err := expand(text, lookup)
		r.must(err)
		with[name] = value
	}
	name, _, _ := strings.Cut(s.Uses, "@")
	if name == "actions/cache" {
		name += " " + s.ID
	}
	r.used[name] = with
	if fake := r.fakes[name]; fake != nil {
		return fake(with)
	}
	return nil, nil
}

func (r *runner) script(i int, s actionStep, env []string, lookup func(string) (string, error)) (map[string]string, error) {
	if s.Shell != "bash" {
		r.Fatalf("step %d has the shell %q", i, s.Shell)
	}
	files := map[string]string{"GITHUB_OUTPUT": "", "GITHUB_STEP_SUMMARY": ""}
	cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", s.Run) // as a runner does
	cmd.Dir, cmd.Env = r.work, env
	for name := range files {
		files[name] = filepath.Join(r.dir, fmt.Sprint(name, i))
		r.must(os.WriteFile(files[name], nil, 0o600))
		cmd.Env = append(cmd.Env, name+"="+files[name])
	}
	if r.summaryFile != "" {
		cmd.Env = append(cmd.Env, "GITHUB_STEP_SUMMARY="+r.summaryFile)
	}
	for name, text := range s.Env {
		value, err := expand(text, lookup)
		r.must(err)
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		r.Fatal(err)
	}
	r.log += string(out)
	outputs, problem := fileCommands(files["GITHUB_OUTPUT"])
	if problem != nil {
		r.Errorf("step %d: %v", i, problem)
	}
	summary, _ := os.ReadFile(files["GITHUB_STEP_SUMMARY"])
	r.summary += string(summary)
	return outputs, err
}

// fileCommands reads a file of NAME=VALUE lines, and of values between NAME<<END and END.
func fileCommands(path string) (map[string]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		name, value, equal := strings.Cut(lines[i], "=")
		if before, end, ok := strings.Cut(lines[i], "<<"); ok && (!equal || len(before) < len(name)) {
			var block []string
			for i++; i < len(lines) && lines[i] != end; i++ {
				block = append(block, lines[i])
			}
			if i == len(lines) {
				return nil, fmt.Errorf("%s: no end of %s", path, before)
			}
			values[before] = strings.Join(block, "\n")
		} else if equal {
			values[name] = value
		} else if lines[i] != "" {
			return nil, fmt.Errorf("%s: %q is no output", path, lines[i])
		}
	}
	return values, nil
}

// with returns a copy of the inputs with others.
func with(inputs map[string]string, more ...string) map[string]string {
	all := maps.Clone(inputs)
	for i := 0; i < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return all
}
