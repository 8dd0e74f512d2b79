// marsad dead redrive: the originals once more, after what made them fail was mended.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <string>

#include "cli/dead/dead.h"
#include "cli/dead/redriver.h"
#include "cli/dead/selection.h"
#include "cli/validators.h"
#include "lib/app/exit_code.h"
#include "lib/base/clock.h"

namespace marsad::cli {
namespace {

// An original that had no room in its letter may be larger than any limit of the pipeline; its topic took it once.
constexpr size_t kMaxRecordBytes = 512u << 20;

struct RedriveOptions {
  DeadTopicOptions topic;
  Selection selection;
  bool all = false;
  std::string to;
  bool dry_run = false;
  RedriveLimits limits;
};

// Opened before the receipts are read: what a redrive before this one left open is then committed or gone.
Result<std::unique_ptr<kafka::TransactionalProducer>> OpenProducer(const RedriveOptions& options, const DeadTopic& dead,
                                                                   kafka::EventSink& events) {
  if (options.dry_run) return std::unique_ptr<kafka::TransactionalProducer>();
  return kafka::OpenTransactionalProducer(
      {.properties = dead.properties, .transactional_id = dead.topic + "-redrive", .max_record_bytes = kMaxRecordBytes},
      events);
}

// A dry run needs no ledger; a redrive does.
Result<Ledger> OpenLedger(const RedriveOptions& options, const DeadTopic& dead) {
  std::string topic = LedgerTopic(dead.topic);
  if (options.dry_run) return ReadLedgerIfAny(dead.properties, topic);
  Result<Ledger> ledger = ReadLedger(dead.properties, topic);
  if (ledger) return ledger;
  return Fail(ledger.error().message + "; it keeps what was sent again, and `marsad topics create` makes it");
}

bool Report(const RedriveOptions& options, const Redriver& redriver, const Swept& swept) {
  const RedriveCounts& counts = redriver.counts();
  std::string text = redriver.histogram().Table(Histogram::Order::kLargestFirst);
  text += fmt::format("{} {}\n", counts.sent, options.dry_run ? "would be sent again" : "sent again");
  if (counts.known > 0) text += fmt::format("{} letters: their original was sent again before\n", counts.known);
  if (counts.quarantined > 0) {
    text += fmt::format("{} stay where they are: sent again {} times already (--max-redrives)\n", counts.quarantined,
                        options.limits.max_redrives);
  }
  if (counts.failed > 0) text += fmt::format("{} cannot be sent again, see above\n", counts.failed);
  if (swept.others > 0) text += fmt::format("{} records of the topic are no dead letters\n", swept.others);
  return WriteOut(text);
}

int Ended(const Error& error, const Redriver& redriver, bool fenced) {
  Complain(error.message);
  if (fenced) Complain("another redrive of this topic has taken over");
  Complain(fmt::format("{} were sent again before that; the same command goes on from there", redriver.counts().sent));
  return fenced ? app::kFenced : app::kFailed;
}

int Run(const RedriveOptions& options, const DeadTopic& dead, const Filter& filter) {
  kafka::EventSink events;
  Result<std::unique_ptr<kafka::TransactionalProducer>> producer = OpenProducer(options, dead, events);
  if (!producer) return Complaining(producer.error(), app::kFailed);
  Result<Ledger> ledger = OpenLedger(options, dead);
  if (!ledger) return Complaining(ledger.error(), app::kFailed);
  Redriver redriver({dead.properties, options.to, LedgerTopic(dead.topic)}, options.limits, std::move(*ledger),
                    producer->get());
  Result<void> taken;
  Result<Swept> swept = ForEachLetter({.properties = dead.properties, .topic = dead.topic, .from = filter.start()},
                                      [&](const Letter& letter) {
                                        if (filter.Matches(letter)) taken = redriver.Take(letter);
                                        return taken && !redriver.done();
                                      });
  if (taken) taken = redriver.Finish();
  if (!taken) return Ended(taken.error(), redriver, *producer != nullptr && (*producer)->fenced());
  if (!swept) return Ended(swept.error(), redriver, false);
  bool written = Report(options, redriver, *swept);
  return written && redriver.counts().failed == 0 ? app::kOk : app::kFailed;
}

int Redrive(const RedriveOptions& options) {
  if (options.selection.everything() && !options.all) {
    Complain("which letters? Give --reason, --stage, --topic, --key, --kind, --since or --until, or --all");
    return app::kBadConfiguration;
  }
  Result<DeadTopic> dead = LoadDeadTopic(options.topic);
  if (!dead) return Complaining(dead.error(), app::kBadConfiguration);
  if (options.to == dead->topic) {
    Complain("--to " + Inserted(options.to) + ": is the topic of dead letters itself");
    return app::kBadConfiguration;
  }
  Result<Filter> filter = Filter::Of(options.selection, SystemClock().UnixMicros() / 1000);
  if (!filter) return Complaining(filter.error(), app::kBadConfiguration);
  return Run(options, *dead, *filter);
}

}  // namespace

void AddDeadRedrive(CLI::App& dead, Command* command) {
  auto options = std::make_shared<RedriveOptions>();
  CLI::App* verb = dead.add_subcommand("redrive", "Send the originals again, each once, to where they came from");
  AddDeadTopicOptions(*verb, &options->topic);
  AddSelectionOptions(*verb, &options->selection);
  verb->add_flag("--all", options->all, "Every letter; without it, one of the selections above is needed");
  verb->add_option("--to", options->to, "To this topic instead, under their keys");
  verb->add_flag("--dry-run", options->dry_run, "Change nothing: show how many would be sent, by reason and topic");
  verb->add_option("--max-redrives", options->limits.max_redrives,
                   "What was sent again so often (3) and failed each time stays where it is")
      ->check(CLI::Range(1, 1000));
  verb->add_option("--limit", options->limits.limit, "Send so many at most")->check(AboveZero());
  verb->add_option("--rate", options->limits.rate, "Send so many a second at most")->check(AboveZero());
  verb->footer(
      std::string(
          "A record and the receipt that it was sent are one transaction: cut off at any point and started again, no\n"
          "original is sent twice or left out. Receipts are in the topic of dead letters' name with .redriven after "
          "it,\n"
          "and count for every later redrive, whatever it selects. The record has its key, value, headers, time and, "
          "where\n"
          "it goes back to its topic, its partition; header marsad-redrives says how often it was sent again,\n"
          "marsad-original where it lay first.\n"
          "Of an article that had gone on marked FAILED, what went into the stage is sent: the article comes out once\n"
          "more under the same key, and takes the other's place with those who keep the newest.\n\n"
          "Examples:\n  marsad dead redrive --config marsad.yaml --reason LIMIT_EXCEEDED --dry-run\n"
          "  marsad dead redrive --config marsad.yaml --stage tag --since 2h --rate 100\n"
          "  marsad dead redrive --config marsad.yaml --all --to news.raw.again\n\n") +
      kExitCodes);
  verb->callback([options, command] { *command = [options] { return Redrive(*options); }; });
}

}  // namespace marsad::cli
