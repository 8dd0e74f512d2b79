// marsad dead list: what was refused, and why.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "cli/dead/dead.h"
#include "cli/dead/histogram.h"
#include "cli/dead/ledger.h"
#include "cli/dead/print_letter.h"
#include "cli/dead/selection.h"
#include "lib/app/exit_code.h"
#include "lib/base/clock.h"
#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

struct ListOptions {
  DeadTopicOptions topic;
  Selection selection;
  size_t limit = 50;
  bool all = false;
  bool pending = false;
  bool json = false;
  std::string histogram;
  ColorChoice color = ColorChoice::kAuto;
};

// A letter that is kept until the newest are known: without its value and headers, so some 5 kB at most; as JSON with
// the names of what failed, then some 60 kB.
struct Kept {
  Timestamp timestamp;
  Partition partition;
  Offset offset;
  v1::DeadLetter content;

  auto order() const { return std::tie(timestamp, partition, offset); }
  Letter letter() const { return {partition, offset, timestamp, content}; }
};

bool IsNewer(const Kept& a, const Kept& b) { return a.order() > b.order(); }

class Lister {
 public:
  Lister(const ListOptions& options, Filter filter, Ledger ledger)
      : options_(options),
        filter_(std::move(filter)),
        ledger_(std::move(ledger)),
        terminal_(OpenTerminal(1, options.color)) {}

  // False if the output takes no more.
  bool Take(const Letter& letter) {
    if (!filter_.Matches(letter)) return true;
    if (options_.pending && IsSent(letter)) return true;
    ++matched_;
    if (!options_.histogram.empty()) {
      histogram_.Count(GroupOf(letter, options_.histogram));
      return true;
    }
    Kept kept{letter.timestamp, letter.partition, letter.offset, letter.content};
    kept.content.clear_value();
    kept.content.clear_headers();
    if (!options_.json) kept.content.clear_failures();
    if (options_.all) return Write(kept);
    Keep(std::move(kept));
    return true;
  }

  bool Finish(const Swept& swept) {
    bool written = options_.histogram.empty() ? WriteNewest() : WriteHistogram();
    std::string count = fmt::format("{} of {} dead letters", matched_, swept.letters);
    if (!newest_.empty() && newest_.size() < matched_)
      count += fmt::format("; the newest {} are shown", newest_.size());
    if (swept.others > 0) count += fmt::format("; {} records of the topic are none", swept.others);
    if (!options_.json) return written && WriteOut(count + "\n");
    Complain(count);  // standard output is the machine's
    return written;
  }

 private:
  bool IsSent(const Letter& letter) const { return ledger_.Has(OriginalPlace(letter.content)); }

  // A heap whose first is the oldest.
  void Keep(Kept kept) {
    newest_.push_back(std::move(kept));
    std::push_heap(newest_.begin(), newest_.end(), IsNewer);
    if (newest_.size() <= options_.limit) return;
    std::pop_heap(newest_.begin(), newest_.end(), IsNewer);
    newest_.pop_back();
  }

  bool WriteNewest() {
    std::sort(newest_.begin(), newest_.end(), [](const Kept& a, const Kept& b) { return IsNewer(b, a); });
    return std::all_of(newest_.begin(), newest_.end(), [this](const Kept& kept) { return Write(kept); });
  }

  bool WriteHistogram() {
    auto order = options_.histogram == "hour" ? Histogram::Order::kByName : Histogram::Order::kLargestFirst;
    return WriteOut(options_.json ? histogram_.Json(options_.histogram, order) : histogram_.Table(order));
  }

  bool Write(const Kept& kept) {
    bool sent = IsSent(kept.letter());
    if (options_.json) return WriteOut(LetterAsJson(kept.letter(), sent));
    std::string heading = has_heading_ ? "" : PrintHeading(terminal_);
    has_heading_ = true;
    return WriteOut(heading + PrintRow(kept.letter(), sent, terminal_));
  }

  const ListOptions& options_;
  const Filter filter_;
  const Ledger ledger_;
  const Terminal terminal_;
  uint64_t matched_ = 0;
  bool has_heading_ = false;
  std::vector<Kept> newest_;
  Histogram histogram_;
};

int List(const ListOptions& options) {
  Result<DeadTopic> dead = LoadDeadTopic(options.topic);
  if (!dead) return Complaining(dead.error(), app::kBadConfiguration);
  Result<Filter> filter = Filter::Of(options.selection, SystemClock().UnixMicros() / 1000);
  if (!filter) return Complaining(filter.error(), app::kBadConfiguration);
  Result<Ledger> ledger = ReadLedgerIfAny(dead->properties, LedgerTopic(dead->topic));
  if (!ledger) return Complaining(ledger.error(), app::kFailed);
  Lister lister(options, *filter, std::move(*ledger));
  bool writes = true;
  Result<Swept> swept = ForEachLetter({.properties = dead->properties, .topic = dead->topic, .from = filter->start()},
                                      [&](const Letter& letter) { return writes = lister.Take(letter); });
  if (!swept) return Complaining(swept.error(), app::kFailed);
  return writes && lister.Finish(*swept) ? app::kOk : app::kFailed;
}

}  // namespace

void AddDeadList(CLI::App& dead, Command* command) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* verb = dead.add_subcommand("list", "What was refused and why: the newest last");
  AddDeadTopicOptions(*verb, &options->topic);
  AddSelectionOptions(*verb, &options->selection);
  verb->add_flag("--pending", options->pending, "Only those whose originals were not sent again");
  CLI::Option* limit =
      verb->add_option("--limit", options->limit, "The newest so many (50)")->check(CLI::Range(1, 100000));
  verb->add_flag("--all", options->all, "All, as they lie in the topic, partition by partition")->excludes(limit);
  verb->add_option("--histogram", options->histogram, "Only how many by reason (default), stage, hour or topic")
      ->expected(0, 1)
      ->default_str("reason")
      ->check(CLI::IsMember({"reason", "stage", "hour", "topic"}));
  verb->add_flag("--json", options->json, "One letter a line, without value and headers, or one count a line");
  AddColorOption(*verb, &options->color);
  verb->footer(
      std::string("Reads to the end that the topic has at the start. Times are those of the records in Kafka: when the "
                  "original\n"
                  "was sent or, where the topic has message.timestamp.type=LogAppendTime, when it was refused.\n\n"
                  "Examples:\n  marsad dead list --config marsad.yaml --histogram\n"
                  "  marsad dead list --config marsad.yaml --reason LIMIT_EXCEEDED,TOO_LARGE --since 2h --pending\n"
                  "  marsad dead list --bootstrap localhost:9092 --all --json | jq .letter.detail\n\n") +
      kExitCodes);
  verb->callback([options, command] { *command = [options] { return List(*options); }; });
}

}  // namespace marsad::cli
