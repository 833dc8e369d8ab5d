package archive

// A Kind is a format of containers. Its text is the name of the layer that a finding
// in it shows.
type Kind string

// The kinds that Walk opens.
const (
	Zip      Kind = "zip" // and all that are zips: jar, apk, whl, docx, epub ...
	Tar      Kind = "tar"
	SevenZip Kind = "7z"
	Ar       Kind = "ar" // and deb
	Rpm      Kind = "rpm"
	Cpio     Kind = "cpio"

	Gzip    Kind = "gzip"
	Zlib    Kind = "zlib"
	Bzip2   Kind = "bzip2"
	Xz      Kind = "xz"
	Lzma    Kind = "lzma"
	Lzip    Kind = "lzip"
	Zstd    Kind = "zstd"
	Lz4     Kind = "lz4"
	Snappy  Kind = "snappy"
	Brotli  Kind = "brotli"
	Deflate Kind = "deflate"

	Phar     Kind = "phar"      // an archive of PHP
	GitPatch Kind = "git-patch" // a patch with binary files in it

	Notebook Kind = "ipynb"    // Jupyter: the texts of cells and outputs, and attachments
	Script   Kind = "script"   // with an archive behind its lines
	Embedded Kind = "embedded" // compressed streams in a file of no other kind
	Office   Kind = "office"   // a part of a docx, xlsx, pptx or odt: its text without the markup
	RTF      Kind = "rtf"      // a document: its text without the control words
	Folded   Kind = "folded"   // a calendar, a card or a directory: its lines without folds
	Uuencode Kind = "uuencode" // a file as text

	Cab      Kind = "cab"
	Compress Kind = "compress" // .Z
	MozLz4   Kind = "mozlz4"   // a file of Firefox
	Backup   Kind = "android-backup"
)

// Packs of git that are files like others.
const (
	GitPack   Kind = "git-pack"
	GitBundle Kind = "git-bundle"
)

// The kinds that are no archives: files of which not all text is in them as it is.
const (
	SQLite Kind = "sqlite" // a database: its tables
	PgDump Kind = "pgdump" // a dump of PostgreSQL: the data of its tables
	PNG    Kind = "png"    // a picture: its texts
	GIF    Kind = "gif"    // a picture: its comments
	WOFF   Kind = "woff"   // a font: its compressed texts
	PDF    Kind = "pdf"    // a document: its streams
	OLE    Kind = "ole"    // a document of Office up to 2003, an installer of Windows: its streams
	IWA    Kind = "iwa"    // a part of a document of Pages, Numbers or Keynote
	SWF    Kind = "swf"    // a film of Flash
	WOFF2  Kind = "woff2"  // a font: its metadata
	Class  Kind = "class"  // compiled Java: its constants
	Pyc    Kind = "pyc"    // compiled Python: its constants

	Plist       Kind = "plist"   // a binary property list; this kind and the next ones: names with values
	Pickle      Kind = "pickle"  // objects of Python
	JavaObject  Kind = "java"    // objects of Java
	MessagePack Kind = "msgpack" // and the next two: documents
	CBOR        Kind = "cbor"
	BSON        Kind = "bson"

	SSTable  Kind = "sstable" // of LevelDB and RocksDB: keys and values
	LevelLog Kind = "leveldb" // the log of the same
	Avro     Kind = "avro"    // rows
	Parquet  Kind = "parquet" // columns
	ORC      Kind = "orc"     // columns
	Hive     Kind = "hive"    // of the registry of Windows: names with values
	Redis    Kind = "redis"   // a dump: names with values
)

// The kinds that Walk says it cannot open.
const (
	Rar      Kind = "rar"
	Iso      Kind = "iso9660"
	SquashFS Kind = "squashfs"
	Xar      Kind = "xar"
	Wim      Kind = "wim"
	Dmg      Kind = "dmg"
	Arj      Kind = "arj"
	Lha      Kind = "lha"
	AppImage Kind = "appimage" // a program with squashfs behind it
	Qcow2    Kind = "qcow2"    // a disk of a virtual machine, of which parts may be compressed
	Pst      Kind = "pst"      // a mailbox of Outlook, of which the letters are exchanged
	Kdbx     Kind = "kdbx"     // a database of KeePass, which is encrypted
	Lzop     Kind = "lzop"
	Lrzip    Kind = "lrzip"
	Zpaq     Kind = "zpaq"
	Ace      Kind = "ace"
	StuffIt  Kind = "stuffit"
	LZFSE    Kind = "lzfse"
	Pbzx     Kind = "pbzx"
	CHM      Kind = "chm" // help of Windows
	CramFS   Kind = "cramfs"
	UBI      Kind = "ubi"       // a file system for flash memory
	VMDK     Kind = "vmdk"      // a disk of a virtual machine that is compressed
	FMP      Kind = "filemaker" // a database of which the texts are exchanged
	ParquetE Kind = "parquet-encrypted"
)

// A format is how a kind is opened.
type format struct {
	walk   func(*walker, *input) error // nil if the kind cannot be opened
	random bool                        // the container is read in any order, so it must be a File
	stream bool                        // it is one compressed stream
	tail   bool                        // a zip may be at its end, as at that of any file
}

var formats = map[Kind]format{
	Zip:       {walk: (*walker).zip, random: true},
	SevenZip:  {walk: (*walker).sevenZip, random: true},
	Tar:       {walk: (*walker).tar},
	Ar:        {walk: (*walker).ar},
	Rpm:       {walk: (*walker).rpm},
	Cpio:      {walk: (*walker).cpio},
	Gzip:      {walk: (*walker).gzip, stream: true},
	Zlib:      {walk: (*walker).zlib, stream: true},
	Bzip2:     {walk: (*walker).bzip2, stream: true},
	Xz:        {walk: (*walker).xz, stream: true},
	Lzma:      {walk: (*walker).lzma, stream: true},
	Lzip:      {walk: (*walker).lzip, stream: true},
	Zstd:      {walk: (*walker).zstd, stream: true},
	Lz4:       {walk: (*walker).lz4, stream: true},
	Snappy:    {walk: (*walker).snappy, stream: true},
	Brotli:    {walk: (*walker).brotli, stream: true},
	Deflate:   {walk: (*walker).deflate, stream: true},
	Phar:      {walk: (*walker).phar},
	GitPatch:  {walk: (*walker).gitPatch},
	Notebook:  {walk: (*walker).notebook, random: true},
	Script:    {walk: (*walker).script},
	Office:    {walk: (*walker).office},
	RTF:       {walk: (*walker).rtf},
	Folded:    {walk: (*walker).folded},
	Uuencode:  {walk: (*walker).uuencoded},
	Cab:       {walk: (*walker).cab, random: true},
	Compress:  {walk: (*walker).compress, stream: true},
	MozLz4:    {walk: (*walker).mozLz4, random: true, stream: true},
	Backup:    {walk: (*walker).backup, stream: true},
	Embedded:  {walk: (*walker).embedded, random: true},
	SQLite:    {walk: (*walker).sqlite, random: true, tail: true},
	GitPack:   {walk: (*walker).gitPack, random: true, tail: true},
	GitBundle: {walk: (*walker).gitBundle, random: true, tail: true},
	PgDump:    {walk: (*walker).pgDump, random: true},
	Class:     {walk: (*walker).javaClass},
	Pyc:       {walk: (*walker).pyc},

	Plist:       {walk: serialReader(binaryPlist)},
	Pickle:      {walk: serialReader(readPickle)},
	JavaObject:  {walk: serialReader(javaObjects)},
	MessagePack: {walk: serialReader(readPacked((*serialPack).messagePack))},
	CBOR:        {walk: serialReader(readPacked((*serialPack).cbor))},
	BSON:        {walk: serialReader(bsonFile)},

	OLE:      {walk: (*walker).ole, random: true},
	IWA:      {walk: (*walker).iwa, random: true},
	SWF:      {walk: (*walker).swf},
	WOFF2:    {walk: (*walker).woff2, random: true},
	SSTable:  {walk: (*walker).sstable, random: true},
	LevelLog: {walk: (*walker).levelLog, random: true},
	Avro:     {walk: (*walker).avro, random: true},
	Parquet:  {walk: (*walker).parquet, random: true},
	ORC:      {walk: (*walker).orc, random: true},
	Hive:     {walk: (*walker).hive, random: true},
	Redis:    {walk: (*walker).redis, random: true},

	PNG:  {walk: (*walker).png},
	GIF:  {walk: (*walker).gif},
	WOFF: {walk: (*walker).woff, random: true},
	PDF:  {walk: (*walker).pdf, random: true, tail: true},
}

// compression reports whether a kind is one compressed stream, so that an archive in
// it does not count as nested.
func (k Kind) compression() bool { return formats[k].stream }

// Opens reports whether Walk can open containers of this kind.
func (k Kind) Opens() bool { return formats[k].walk != nil }

// InOrder reports whether Walk can open containers of this kind that are read once, from
// the beginning to the end.
func (k Kind) InOrder() bool { return k.Opens() && !formats[k].random }

// IsText reports whether containers of this kind are texts themselves.
func (k Kind) IsText() bool {
	switch k {
	case Notebook, Office, RTF, Folded, Uuencode, GitPatch:
		return true
	}
	return false
}

// IsArchive reports whether containers of this kind are archives or compressed files, and
// no documents, databases or pictures.
func (k Kind) IsArchive() bool {
	switch k {
	case Notebook, Office, RTF, Folded, Uuencode, GitPatch, SQLite, PgDump, PNG, GIF, WOFF, PDF, Class, Pyc, Plist, Pickle, JavaObject, MessagePack, CBOR, BSON,
		OLE, IWA, SWF, WOFF2, SSTable, LevelLog, Avro, Parquet, ORC, Hive, Redis:
		return false
	}
	return true
}
