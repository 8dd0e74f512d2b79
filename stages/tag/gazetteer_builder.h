// Reads the gazetteer's files. Internal to gazetteer.cc.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "stages/tag/compiled/tables.h"
#include "stages/tag/gazetteer.h"
#include "stages/tag/spelling.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {

// Words of a name as the index keys them, joined by NameIndex::kSeparator; empty if no word is left.
std::string NameKey(std::string_view name);

// Used once, by one thread.
class GazetteerBuilder {
 public:
  // Fails with "FILE:LINE: what is wrong".
  Result<compiled::Tables> Build(std::span<const GazetteerFile> files);

 private:
  // The line that is being read.
  struct Place {
    const GazetteerFile& file;
    const TsvLine& line;
    tl::unexpected<Error> Wrong(const std::string& what) const;
  };
  using ListedEntity = compiled::ListedEntity;
  using ListedName = compiled::ListedName;
  using Columns = std::vector<std::string>;  // languages of a table's columns after the fixed ones

  Result<void> ReadFile(const GazetteerFile& file);
  Result<Columns> ReadHeader(const Place& place);
  Result<void> ReadContext(const Place& place);
  Result<void> ReadEntity(const Place& place, const Columns& columns);
  Result<ListedEntity> ReadAttributes(const Place& place, const Columns& columns);
  // The number of the entity that `listed` is: one that a row before it has an id of, else a new one.
  uint32_t Join(ListedEntity listed);
  Result<void> ReadNames(const Place& place, const std::string& language, std::string_view names);
  void AddHeaded(std::string_view names, const std::string& language);
  void AddSurname(std::string_view name, const std::string& language);
  // False if no word is left of `name`.
  bool AddForms(std::string_view name, const std::string& language, ListedName known);
  bool Add(std::string_view name, const ListedName& known);
  void AddKey(const std::string& key, const ListedName& known);
  size_t Language(const std::string& language);
  ListedEntity& Current() { return out_.entities[row_.entity]; }
  NameOrigin OriginOf(const Place& place, const Columns& columns) const;

  // What the row that is being read is to the rows before it.
  struct Row {
    enum Kind { kNew, kAdds, kReplaces };  // an entity; less known, or better, than the row that has its id
    Kind kind = kNew;
    uint32_t entity = 0;
    size_t first_name = 0;  // the names before it are of other rows
  };

  compiled::Tables out_;
  Row row_;
  std::unordered_map<std::string_view, uint32_t> owners_;  // id, as it stands in the file -> entity
  NameOrigin origin_;                                      // of the entity that is being read
  std::map<std::string, std::string> marked_;              // folded names -> the same with vowel signs
};

}  // namespace marsad::tag
