// A record of any topic of the pipeline, as `marsad tap` shows it.
#pragma once

#include <string>

#include "cli/show/terminal.h"
#include "lib/kafka/tools/reader.h"

namespace marsad::cli {

struct ShowOptions {
  bool json = false;
  bool raw = false;   // the bytes of the value as they are
  bool full = false;  // for people: the whole text
};

// Goes by the header content-type; what is neither an EnrichedArticle nor a DeadLetter is shown as text. For people it begins
// with PARTITION:OFFSET. Ends with a line feed.
std::string ShowRecord(const kafka::ReadRecord& record, const ShowOptions& options, const Terminal& terminal);

}  // namespace marsad::cli
