package main

import (
	"github.com/sluicesec/sluice/internal/archive/archivetest"
)

// formats are files of programs that pack what is in them.
func formats() (list []coverCase) {
	for _, c := range archivetest.Cases() {
		list = append(list, bin(c.Name, c.File, func(s string) string { return c.Make("db_password", s) }))
	}
	text := func(s string) string { return s }
	for _, c := range []struct{ name, out, needs, file, command string }{
		{"a .Z of compress", "a.Z", "compress", ".env", "compress -c .env >$OUT || true"},
		{"a cabinet of gcab", "a.cab", "gcab", ".env", "gcab -czn $OUT .env"},
		{"an installer of msibuild", "a.msi", "msibuild", "a.txt", "printf 'Property\\tValue\\ns72\\tl0\\nProperty\\tProperty\\nDB_PASSWORD\\t%s\\n' $(cat a.txt) >p.idt && msibuild $OUT -i p.idt"},
		{"a module that erlc compiled", "a.beam", "erlc", "a.txt", "printf '%s\\n' '-module(a).' '-export([f/0]).' \"f() -> #{password => <<\\\"$(cat a.txt)\\\">>}.\" >a.erl && erlc a.erl && mv a.beam $OUT"},
		{"a term of erl, compressed", "a.term", "erl", "a.txt", "erl -noshell -eval '{ok,B}=file:read_file(\"a.txt\"), file:write_file(os:getenv(\"OUT\"), term_to_binary([{password,B},lists:seq(1,400)],[compressed])), halt().'"},
		{"a dump of redis-server", "dump.rdb", "redis-server", "a.txt", "printf 'HSET session password %s\\r\\nSET k aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%s\\r\\nSAVE\\r\\n' $(cat a.txt) $(cat a.txt) >in; redis-server --port 0 --unixsocket $TMP/s --dir $TMP --daemonize yes >/dev/null; sleep 1; redis-cli -s $TMP/s <in >/dev/null; redis-cli -s $TMP/s shutdown nosave; cp $TMP/dump.rdb $OUT"},
		{"Marshal of Ruby", "a.marshal", "ruby", "a.txt", "ruby -e 'File.binwrite(ENV[\"OUT\"], Marshal.dump({\"db_password\" => File.read(\"a.txt\")}))'"},
		{"serialize of PHP", "a.ser", "php", "a.txt", "php -r 'file_put_contents(getenv(\"OUT\"), serialize([\"db_password\" => file_get_contents(\"a.txt\")]));'"},
		{"marshal of Python", "a.marshal", "python3", "a.txt", "python3 -c 'import marshal,os; marshal.dump({\"db_password\": open(\"a.txt\").read()}, open(os.environ[\"OUT\"], \"wb\"))'"},
	} {
		list = append(list, tool(c.name, c.out, c.needs, c.file, text, c.command))
	}
	return list
}
