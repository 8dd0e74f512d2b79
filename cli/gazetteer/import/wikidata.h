// Entities of a Wikidata dump as a list of names (gazetteer/README.md).
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "cli/gazetteer/import/progress.h"
#include "lib/base/result.h"

namespace marsad::cli {

// A class of Wikidata and the type that its instances, and those of its subclasses, have.
using WikidataClass = std::pair<std::string, std::string>;  // "Q5", "PER"

// Human, organization, geographic object.
const std::vector<WikidataClass>& UsualWikidataClasses();

struct WikidataFilter {
  std::vector<std::string> types;      // PER, ORG, LOC, MISC
  std::vector<std::string> languages;  // columns of the list, in this order
  size_t min_sitelinks = 0;            // editions of Wikipedia that have an article
  std::vector<WikidataClass> classes;
};

// Reads `dump` (a line an item, as Wikidata publishes them; also gzip or bzip2) and writes the list to `out`. Memory does not grow
// with the dump but for 8 bytes a subclass. Fails with a sentence.
Result<ImportProgress> ImportWikidata(const std::string& dump, const WikidataFilter& filter, std::ostream& out,
                                      const ReportProgress& report);

}  // namespace marsad::cli
