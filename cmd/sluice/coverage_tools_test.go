package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// tools are the commands that were looked for.
var tools sync.Map

func installed(tool string) bool {
	known, ok := tools.Load(tool)
	if !ok {
		_, err := exec.LookPath(tool)
		known, _ = tools.LoadOrStore(tool, err == nil)
	}
	return known.(bool)
}

// shell runs a command in a folder, with OUT set.
func shell(k *kit, dir, out, command string) {
	k.Helper()
	cmd := exec.Command("sh", "-e", "-c", command)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "OUT="+out, "TMP="+filepath.Dir(out), "HOME="+filepath.Dir(out))
	if log, err := cmd.CombinedOutput(); err != nil {
		k.Fatalf("%s: %v: %s", command, err, log)
	}
}
