// The gazetteer of a directory: its lists, and the compiled file that may lie beside them.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "lib/base/result.h"
#include "stages/tag/gazetteer.h"

namespace marsad::tag {

// What `marsad gazetteer build` makes of a directory's lists.
inline constexpr char kCompiledName[] = "gazetteer.bin";

// Names and SHA-256 sums of lists: of the bundle's hash, and of what a compiled file was made of.
std::string SourcesOf(std::span<const GazetteerFile> files);

// The bytes of a compiled file. Fails with "FILE:LINE: what is wrong".
Result<std::string> CompileLists(std::span<const GazetteerFile> files);

// Maps a compiled file. Fails with "PATH what is wrong".
Result<std::shared_ptr<const Gazetteer>> OpenCompiled(const std::string& path);

struct LoadedGazetteer {
  std::shared_ptr<const Gazetteer> gazetteer;
  std::string sources;  // as SourcesOf(), also where there are no lists but only what was made of them
  std::string note;     // why the compiled file was not used, and what helps; empty: it was, or there is none
};

// Maps the compiled file if it is whole and of the very lists that lie beside it, or if no lists do. Otherwise the lists are
// read, which takes longer and gives the same. Fails with "PATH: what is wrong" on lists that cannot be used, and on a
// compiled file without lists that cannot.
Result<LoadedGazetteer> LoadGazetteer(const std::string& directory);

// The note of LoadGazetteer() alone; empty, too, if it would fail.
std::string CompiledNote(const std::string& directory);

}  // namespace marsad::tag
