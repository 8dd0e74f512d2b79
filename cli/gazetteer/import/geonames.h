// Places of GeoNames as a list of names (gazetteer/README.md).
#pragma once

#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "cli/gazetteer/import/progress.h"
#include "lib/base/result.h"

namespace marsad::cli {

struct GeoNamesFilter {
  std::vector<std::string> features;   // classes or beginnings of codes, as P, A.PCL, T.MT
  std::vector<std::string> countries;  // ISO 3166-1 alpha-2; empty: all
  std::vector<std::string> languages;  // columns of the list, in this order
  uint64_t min_population = 0;         // of populated places (class P) but capitals
};

// Reads `files`, in any order, plain, gzip or bzip2: tables of places (allCountries.txt, cities15000.txt: 19 columns) and of
// alternate names (alternateNamesV2.txt: 10 columns, or 8 as they were before), and writes the list to `out`, the best known
// first. A line that is no such row is left out and named in the progress. Memory grows with the places that are kept. Fails
// with a sentence.
Result<ImportProgress> ImportGeoNames(std::span<const std::string> files, const GeoNamesFilter& filter,
                                      std::ostream& out, const ReportProgress& report);

}  // namespace marsad::cli
