package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/hooks/agent"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
)

// agentFlag names coding agents whose settings are changed or shown.
type agentFlag []string

func (f *agentFlag) register(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar((*[]string)(f), "agent", nil, "in the settings of a coding agent, in place of git: "+agentList()+" (`NAME`)")
}

// named returns the agents that the flag names.
func (f agentFlag) named(args []string) ([]agent.Name, error) {
	if len(f) > 0 && len(args) > 0 {
		return nil, fmt.Errorf("%s is a hook of git, and --agent is about the settings of coding agents: give one of the two", args[0])
	}
	var names []agent.Name
	for _, name := range f {
		n, err := agent.ParseName(name)
		if err != nil {
			return nil, fmt.Errorf("--agent: %w", err)
		}
		names = append(names, n)
	}
	return names, nil
}

// settings returns where the settings of an agent are: of a project, or of all projects of
// the user.
func (f *hookFlags) settings(names []agent.Name) (root string, all []agent.Settings, err error) {
	place := agent.InProject
	if f.global {
		place = agent.OfUser
		if root, err = os.UserHomeDir(); err != nil {
			return "", nil, fmt.Errorf("finding the settings of the agent: %w", err)
		}
	} else if root, err = f.project(); err != nil {
		return "", nil, err
	}
	for _, n := range names {
		all = append(all, place(n, root))
	}
	return root, all, nil
}

// project returns the root of the repository, or the folder that is named if it is in none.
func (f *hookFlags) project() (string, error) {
	repo, err := gitrepo.Open(f.repo, os.Environ())
	switch {
	case errors.Is(err, gitrepo.ErrNotRepository):
		return filepath.Abs(f.repo)
	case err != nil:
		return "", err
	case repo.WorkTree == "":
		return "", fmt.Errorf("%s is a bare repository, in which no agent works", repo.GitDir)
	}
	return repo.WorkTree, nil
}

// changeSettings calls change for the settings of each agent, and prints what became of
// them.
func changeSettings(env environment, flags hookFlags, names []agent.Name, change func(agent.Settings) (hooks.Outcome, error)) (err error) {
	root, all, err := flags.settings(names)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	defer func() {
		_, wrote := hiding{env.stdout}.Write(out.Bytes())
		err = errors.Join(err, wrote)
	}()
	begun := false
	for _, s := range all {
		outcome, err := change(s)
		if err != nil {
			return err
		}
		if outcome == hooks.Absent {
			continue
		}
		if !begun {
			fmt.Fprintf(&out, "%s\n", root)
			begun = true
		}
		fmt.Fprintf(&out, "  %-25s %s\n", relative(root, s.Path), outcome)
	}
	return nil
}

// relative returns a path below root for people.
func relative(root, path string) string {
	if rel, err := filepath.Rel(root, path); err == nil {
		return rel
	}
	return path
}

// installAgents adds the hook to the settings of agents.
func installAgents(env environment, flags hookFlags, names []agent.Name) error {
	if err := changeSettings(env, flags, names, agent.Settings.Install); err != nil {
		return err
	}
	if _, err := exec.LookPath("sluice"); err != nil {
		env.say("the settings call sluice by its name, and there is none on the PATH: until there is, the agent is stopped at each step")
	}
	for _, n := range names {
		if n == agent.Codex {
			env.say("codex runs a new hook only after you have trusted it there: /hooks")
		}
	}
	return nil
}

// agentStatus prints the state of the settings of agents. Without names, those are left out
// that do not call the hook. It reports whether all are active.
func agentStatus(out *bytes.Buffer, flags hookFlags, names []agent.Name) (active bool, err error) {
	asked := len(names) > 0
	if !asked {
		names = agent.All()
	}
	root, all, err := flags.settings(names)
	if err != nil {
		return false, err
	}
	active = true
	begun := false
	for _, s := range all {
		ok, text := s.Active()
		if !asked && text == "not installed" {
			continue
		}
		if _, err := exec.LookPath("sluice"); ok && err != nil {
			ok, text = false, "installed, but there is no sluice on the PATH, so the agent is stopped at each step"
		}
		active = active && ok
		if !begun {
			fmt.Fprintf(out, "%s\n", root)
			begun = true
		}
		fmt.Fprintf(out, "  %-25s %s\n", relative(root, s.Path), text)
	}
	return active, nil
}
