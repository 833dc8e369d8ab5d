package agent

import (
	"slices"
	"strings"
)

// showing are the commands that print the files that they are given.
var showing = [...]string{
	"cat", "bat", "batcat", "head", "tail", "less", "more", "nl", "tac", "grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack", "sed",
	"awk", "gawk", "cut", "strings", "xxd", "od", "hexdump", "base64", "base32", "type", "Get-Content", "gc", "sort", "uniq", "jq",
	"yq", "diff", "sdiff", "comm", "join", "column", "paste", "pr", "fold", "fmt", "rev", "expand", "iconv", "zcat", "look",
	"mapfile", "readarray", "read", "tr", "xmllint", "view", "Select-String", "perl",
}

// shown returns the files that a command prints or sends away, among other words, which
// are no files then. shows reports whether it does so with its input.
func shown(name string, args []string) (files []string, shows bool) {
	switch name {
	case "curl":
		return sentByCurl(args), false
	case "wget", "http", "https":
		for _, a := range args {
			if _, file, ok := strings.Cut(a, "-file="); ok {
				files = append(files, file)
			} else if _, file, ok := strings.Cut(a, "@"); ok {
				files = append(files, file)
			}
		}
		return files, true
	case "nc", "ncat", "netcat", "socat", "telnet", "ssh":
		return nil, true
	case "scp":
		return operands(args), false
	case "dd":
		for _, a := range args {
			if file, ok := strings.CutPrefix(a, "if="); ok {
				files = append(files, file)
			}
		}
		return files, true
	case "openssl", "gzip", "gunzip":
		return operands(args), name == "openssl"
	case "git":
		return shownByGit(args), false
	}
	if !slices.Contains(showing[:], name) || quiet(name, args) {
		return nil, false
	}
	return operands(args), true
}

// quiet reports whether a command prints nothing of its files: it changes them, or counts.
func quiet(name string, args []string) bool {
	short := ""
	switch name {
	case "sed", "perl":
		short = "i"
	case "grep", "egrep", "fgrep", "rg":
		short = "qlLc"
	case "gzip", "gunzip":
		return !slices.Contains(args, "-c")
	}
	return slices.ContainsFunc(args, func(a string) bool {
		return len(a) > 1 && a[0] == '-' && a[1] != '-' && strings.ContainsAny(a, short) || short == "i" && strings.HasPrefix(a, "--in-place") ||
			short == "qlLc" && slices.Contains([]string{"--quiet", "--silent", "--count", "--files-with-matches"}, a)
	})
}

// operands returns the words that are no options.
func operands(args []string) (files []string) {
	for _, a := range args {
		if a != "" && !strings.HasPrefix(a, "-") {
			files = append(files, a)
		}
	}
	return files
}

// sentByCurl returns the files that curl would send: -d @FILE, -F name=@FILE, -T FILE.
func sentByCurl(args []string) (files []string) {
	for i, a := range args {
		for _, mark := range []string{"=@", "=<"} {
			if _, file, ok := strings.Cut(a, mark); ok {
				file, _, _ = strings.Cut(file, ";")
				files = append(files, file)
			}
		}
		_, file, _ := strings.Cut(a, "@")
		switch {
		case strings.HasPrefix(a, "@"), strings.HasPrefix(a, "-d@"):
			files = append(files, file)
		case strings.HasPrefix(a, "file://"):
			files = append(files, a)
		case i > 0 && (args[i-1] == "-T" || args[i-1] == "--upload-file" || args[i-1] == "-K"):
			files = append(files, a)
		case strings.HasPrefix(a, "-T"):
			files = append(files, a[2:])
		}
	}
	return files
}

// shownByGit returns the files that git would print by their names.
func shownByGit(args []string) (files []string) {
	sub, args := gitCommand(args)
	for _, a := range args {
		_, file, revision := strings.Cut(a, ":")
		switch {
		case (sub == "show" || sub == "cat-file") && revision && file != "":
			files = append(files, file)
		case sub == "blame" || sub == "diff" && slices.Contains(args, "--no-index"):
			files = append(files, operands([]string{a})...)
		}
	}
	return files
}
