package candidate

import (
	"iter"
	"slices"
	"strings"
	"testing"
)

// rowsOf returns the values that a reader of rows finds in some text, each once.
func rowsOf(text string, words []string, rows func([]byte, int, int) iter.Seq[Candidate]) []string {
	var list []string
	for at := range len(text) {
		for _, w := range words {
			if foldPrefix([]byte(text)[at:], w) {
				for c := range rows([]byte(text), at, at+len(w)) {
					if v := string(c.Value.Of([]byte(text))); !slices.Contains(list, v) {
						list = append(list, v)
					}
				}
			}
		}
	}
	return list
}

// numbered puts a different password in the place of each @, and returns them.
func numbered(text string) (string, []string) {
	var b strings.Builder
	var made []string
	for i, part := range strings.Split(text, "@") {
		if i > 0 {
			made = append(made, strings.Join([]string{"Quiet", "Mango", string(rune('0' + i))}, ""))
			b.WriteString(made[i-1])
		}
		b.WriteString(part)
	}
	return b.String(), made
}

// TestSQLRows: every password in the columns of that name, and nothing else.
func TestSQLRows(t *testing.T) {
	for _, form := range []string{
		"INSERT INTO users (id, name, password) VALUES (1, 'ann', '@'), (2, 'bob', '@');",
		"insert into `u` (`a`,`b`,`c`,`d`,`e`,`f`,`g`,`passwd`) values (1,2,3,4,5,6,7,'@')\n,\n(1,2,3,4,5,6,7,'@');",
		"INSERT INTO [dbo].[Users] ([Id], [User Name], [Password]) VALUES (N'1', N'x', N'@')",
		"INSERT [dbo].[Users] ([Password]) VALUES (N'@')",
		`INSERT INTO "A"."B" ("ID","API_KEY") VALUES (1,'@');`,
		"INSERT INTO t (note, pwd) VALUES ('it''s (a, b)', '@'), ('a\\'b', '@'), (CONCAT('x', ')'), '@');",
		"INSERT INTO t (password, n) VALUES (MD5('@'), 1), (HASHBYTES('SHA2_512', N'@'), 2);",
		"INSERT ALL\n INTO t (id, password) VALUES (1, '@')\n INTO u (password) VALUES ('@')\nSELECT * FROM dual;",
		"REPLACE INTO t (password) VALUES ('@');",
		"INSERT INTO t (a, password) SELECT 'x', '@' FROM dual;",
		`sql = "INSERT INTO t (a, password) " + "VALUES ('x', '@')"`,
		`$q = 'INSERT INTO t (a, password) VALUES (\'x\', \'@\')';`,
		"CREATE TABLE IF NOT EXISTS `t` (\n `id` int(11) NOT NULL,\n `kind` enum('a','b'),\n `password` varchar(9),\n PRIMARY KEY (`id`)\n);\nINSERT INTO `t` VALUES (1,'a','@'),(2,'b','@');",
		"\xff\xfe\xff CREATE TABLE t (password text);\xff INSERT INTO t VALUES ('@');",
		"COPY public.t (id, password, n) FROM stdin;\n1\t@\tx\n2\t\\N\tx\n3\t@\tx\n\\.\n1\tQuietMango9\tx\n",
	} {
		text, want := numbered(form)
		if got := rowsOf(text, SQLWords(), SQLRows); !slices.Equal(got, want) {
			t.Errorf("%s: %q", text, got)
		}
	}
	for _, form := range []string{
		"INSERT INTO t (a, password) VALUES (?, ?), ($1, :password), ('@', NULL);",
		"INSERT INTO t (a, password_hint, reset_password) VALUES (1, '@', '@');",
		"INSERT INTO t (a, password) SELECT name, other FROM (SELECT '@');",
		"INSERT INTO t (password) VALUES ('two @ words');",
		"INSERT INTO t (password) VALUES ('" + strings.Repeat("0a", 16) + "');",
		"INSERT INTO plugin (id, api_token) VALUES (1, 'telemetry');",
		"INSERT INTO t (a, b) VALUES (1, '@');", "INSERT INTO t VALUES (1, '@');", "insert into the password table ('@')",
		"CREATE TABLE other (password text, b text); INSERT INTO t VALUES ('@', 'x');",
		"COPY t (id, password) FROM stdin;\none @\n",
	} {
		text, _ := numbered(form)
		if got := rowsOf(text, SQLWords(), SQLRows); len(got) > 0 {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// TestMarkupRows: the passwords of tables in documents.
func TestMarkupRows(t *testing.T) {
	for _, form := range []string{
		"| Host | Password |\n|------|:-----|\n| a | @ |\n| b | `@` |\n",
		"Host | Password\n--- | ---\na | @\n",
		"| Field | Value |\n|---|---|\n| User | x |\n| **Password** | @ |\n",
		"|===\n|Host |User |Password\n\n|a\n|root\n|@\n\n|b |root |@\n|===\n",
		"{|\n! Host !! Password\n|-\n| a || @\n|-\n| b || @\n|}\n",
		"| Login | Password | Notes |\n|---|---|---|\n| a | **@** | |\n| | @ | x |\n",
		"|| Host || Password ||\n| a | @ |\n",
		"Examples:\n  | user | password |\n  | ann  | @ |\n",
	} {
		text, want := numbered(form)
		if got := rowsOf(text, TableWords(), MarkupRows); !slices.Equal(got, want) {
			t.Errorf("%s: %q", text, got)
		}
	}
	for _, form := range []string{
		"| Name | Password |\n|---|---|\n| a | see the vault |\n| b | varchar2(20) |\n| c | letters |\n| d | 12345678 |\n",
		"| password | Description |\n|---|---|\n| x | Base64 |\n", "| Parameter | Password @ |\n|---|---|\n| a | @ |\n",
		"  password: {{ .Values.password | b64enc2 | quote }}\n", "x := user | password\ny := a | @\n", "| Password | SHA-256 |\n", "| a | password |\n|---|---|\n\n@\n",
	} {
		text, _ := numbered(form)
		if got := rowsOf(text, TableWords(), MarkupRows); len(got) > 0 {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// TestValueRows: the passwords of files of values.
func TestValueRows(t *testing.T) {
	for _, form := range []string{
		"id,username,password\n1,ann,@\n2,bob,@\n", "\"url\",\"password\",\"x\"\r\n\"https://a\",\"@,1\"\",2\",\r\n", "user;passwd\nann;@\n", "name\tuser_password\nx\t@\n",
	} {
		text, want := numbered(form)
		for i := range want {
			if strings.Contains(text, want[i]+`,1""`) {
				want[i] += `,1"",2`
			}
		}
		if got := rowsOf(text, TableWords(), ValueRows); !slices.Equal(got, want) {
			t.Errorf("%s: %q", text, got)
		}
	}
	for _, form := range []string{
		"name,type\nx.no_password,gauge\nQuietMango1,gauge\n", "user, password = read()\na, b = @, @\n", "user,password\nann,@,x\n", "password\n@\n", "id,password_hash\n1,@\n", "id,password\n1," + strings.Repeat("0a", 16) + "\n",
	} {
		text, _ := numbered(form)
		if got := rowsOf(text, TableWords(), ValueRows); len(got) > 0 {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func FuzzRows(f *testing.F) {
	f.Add([]byte("insert into t (password) values ('x1234')"))
	f.Add([]byte("\xff create table t (password text); insert into t values ('x1234')"))
	f.Add([]byte("| a | password |\n|---|---|\n| x | `b12345` |\n"))
	f.Add([]byte("a,password\n1,\"b12345\"\n! password\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, r := range []struct {
			words []string
			rows  func([]byte, int, int) iter.Seq[Candidate]
		}{{SQLWords(), SQLRows}, {TableWords(), MarkupRows}, {TableWords(), ValueRows}} {
			for at := range text {
				for _, w := range r.words {
					if !foldPrefix(text[at:], w) {
						continue
					}
					for c := range r.rows(text, at, at+len(w)) {
						if c.Value.Start >= c.Value.End || c.Value.End > len(text) || c.Name.End > len(text) {
							t.Fatalf("%q: %+v", text, c)
						}
					}
				}
			}
		}
	})
}
