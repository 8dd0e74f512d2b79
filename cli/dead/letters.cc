#include "cli/dead/letters.h"

#include <chrono>

#include "lib/base/clock.h"
#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

constexpr std::chrono::milliseconds kPoll{200};
constexpr std::chrono::seconds kPatience{30};

// A value that parses but tells neither stage nor origin is something else's. A reason that a later build added is none
// to this one.
bool ParseLetter(const kafka::ReadRecord& record, v1::DeadLetter* letter) {
  return record.value && letter->ParseFromArray(record.value->data(), static_cast<int>(record.value->size())) &&
         letter->has_stage() && letter->has_topic();
}

}  // namespace

Result<void> ForEachRecord(const kafka::ReaderOptions& options,
                           const std::function<bool(const kafka::ReadRecord&)>& each) {
  kafka::ReaderOptions bounded = options;
  bounded.bounded = true;
  kafka::EventSink events;
  Result<std::unique_ptr<kafka::Reader>> reader = kafka::OpenReader(bounded, events);
  if (!reader) return tl::unexpected(reader.error());
  auto heard = SystemClock().Now();
  while (!(*reader)->at_end()) {
    Result<std::optional<kafka::ReadRecord>> record = (*reader)->Read(kPoll);
    if (!record) return tl::unexpected(record.error());
    if (*record && !each(**record)) return {};
    if (*record) heard = SystemClock().Now();
    if (SystemClock().Now() - heard > kPatience) {
      return Fail("topic " + options.topic + ": nothing came for " + std::to_string(kPatience.count()) +
                  " s, though its end is not reached");
    }
  }
  return {};
}

Result<Swept> ForEachLetter(const kafka::ReaderOptions& options, const std::function<bool(const Letter&)>& each) {
  Swept swept;
  v1::DeadLetter letter;
  Result<void> read = ForEachRecord(options, [&](const kafka::ReadRecord& record) {
    if (!ParseLetter(record, &letter)) {
      ++swept.others;
      return true;
    }
    ++swept.letters;
    return each({record.partition, record.offset, record.timestamp, letter});
  });
  if (!read) return tl::unexpected(read.error());
  return swept;
}

}  // namespace marsad::cli
