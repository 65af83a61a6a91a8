// Checks a log with the packages that Go checks its own module database with.
//
//	go run check.go FOLDER VKEY SIZE…
//
// FOLDER holds what is served below /log/1/. The checkpoint must be signed by VKEY, the tiles must
// come to its root, every entry must be the leaf it stands for, entries far apart must be proven to
// stand there, and the log must have grown out of each earlier SIZE.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height, wide = 8, 256

type folder string

func (f folder) Height() int { return height }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		place := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), place))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) entries(n, size int64) [][]byte {
	tile := tlog.Tile{H: height, L: 0, N: n, W: wide}
	if rest := size - n*wide; rest < wide {
		tile.W = int(rest)
	}
	place := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/0/", height), "tile/entries/", 1)
	data, err := os.ReadFile(filepath.Join(string(f), place))
	must(err)
	var all [][]byte
	for len(data) > 0 {
		length := int(binary.BigEndian.Uint16(data))
		all, data = append(all, data[2:2+length]), data[2+length:]
	}
	return all
}

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func main() {
	where := folder(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)
	signed, err := os.ReadFile(filepath.Join(string(where), "checkpoint"))
	must(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)

	tree := tlog.Tree{N: size, Hash: root}
	hashes := tlog.TileHashReader(tree, where)
	found, err := tlog.TreeHash(size, hashes)
	must(err)
	if found != root {
		must(fmt.Errorf("the tiles come to %v, signed was %v", found, root))
	}
	for n := int64(0); n*wide < size; n++ {
		var indexes []int64
		entries := where.entries(n, size)
		for i := range entries {
			indexes = append(indexes, tlog.StoredHashIndex(0, n*wide+int64(i)))
		}
		leaves, err := hashes.ReadHashes(indexes)
		must(err)
		for i, entry := range entries {
			if tlog.RecordHash(entry) != leaves[i] {
				must(fmt.Errorf("entry %d is not the leaf it stands for", n*wide+int64(i)))
			}
		}
		first := n * wide
		proof, err := tlog.ProveRecord(size, first, hashes)
		must(err)
		must(tlog.CheckRecord(proof, size, root, first, leaves[0]))
	}
	for _, argument := range os.Args[3:] {
		older, err := strconv.ParseInt(argument, 10, 64)
		must(err)
		before, err := tlog.TreeHash(older, hashes)
		must(err)
		proof, err := tlog.ProveTree(size, older, hashes)
		must(err)
		must(tlog.CheckTree(proof, size, root, older, before))
	}
	fmt.Printf("%s: %d entries, signed, whole, and grown\n", lines[0], size)
}
