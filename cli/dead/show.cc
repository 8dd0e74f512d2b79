// marsad dead show: all that one letter holds.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "cli/dead/dead.h"
#include "cli/dead/ledger.h"
#include "cli/dead/original.h"
#include "cli/dead/print_letter.h"
#include "lib/app/exit_code.h"
#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

struct ShowDeadOptions {
  DeadTopicOptions topic;
  std::string place;
  bool json = false;
  bool raw = false;
  bool full = false;
  std::string output;
  ColorChoice color = ColorChoice::kAuto;
};

Result<void> WriteTo(const std::string& file, std::string_view bytes) {
  if (file.empty()) return WriteOut(bytes) ? Result<void>() : Fail("standard output does not take the value");
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  return out ? Result<void>() : Fail(file + " cannot be written");
}

class Shower {
 public:
  Shower(const ShowDeadOptions& options, const DeadTopic& dead, Ledger ledger)
      : options_(options), dead_(dead), ledger_(std::move(ledger)), terminal_(OpenTerminal(1, options.color)) {}

  Result<void> Show(const Letter& letter) {
    bool sent = ledger_.Has(OriginalPlace(letter.content));
    if (options_.raw || !options_.output.empty()) return ShowValue(letter);
    bool written =
        WriteOut(options_.json ? LetterAsJson(letter, sent) : PrintLetter(letter, {sent, options_.full}, terminal_));
    return written ? Result<void>() : Fail("standard output does not take the letter");
  }

 private:
  Result<void> ShowValue(const Letter& letter) {
    Result<OriginalRecord> original = LoadOriginal(letter.content, dead_.properties);
    if (!original) return tl::unexpected(original.error());
    if (!original->value) return Fail("the original's value is null: there are no bytes to write");
    return WriteTo(options_.output, *original->value);
  }

  const ShowDeadOptions& options_;
  const DeadTopic& dead_;
  const Ledger ledger_;
  const Terminal terminal_;
};

// The first letter at `place`; every one where `place` is an original's and no single value is asked for.
Result<void> Find(const DeadTopic& dead, const Place& place, bool only_one,
                  const std::function<Result<void>(const Letter&)>& show) {
  bool is_letter = place.topic.empty() || place.topic == dead.topic;
  kafka::ReadFrom from;
  if (is_letter) from = {kafka::ReadFrom::Kind::kOffset, place.offset.value(), place.partition};
  bool found = false;
  Result<void> shown;
  Result<Swept> swept =
      ForEachLetter({.properties = dead.properties, .topic = dead.topic, .from = from}, [&](const Letter& letter) {
        if (is_letter && letter.offset != place.offset) return false;
        if (!is_letter && Format(OriginalPlace(letter.content)) != Format(place)) return true;
        found = true;
        shown = show(letter);
        return shown && !is_letter && !only_one;
      });
  if (!swept) return tl::unexpected(swept.error());
  if (!found) return Fail("topic " + dead.topic + " has no dead letter " + (is_letter ? "at " : "of ") + Format(place));
  return shown;
}

int Show(const ShowDeadOptions& options) {
  Result<DeadTopic> dead = LoadDeadTopic(options.topic);
  if (!dead) return Complaining(dead.error(), app::kBadConfiguration);
  std::optional<Place> place = ParsePlace(options.place);
  if (!place) {
    Complain(Inserted(options.place) +
             ": PARTITION:OFFSET of the letter is allowed, or TOPIC:PARTITION:OFFSET of its original");
    return app::kBadConfiguration;
  }
  Result<Ledger> ledger = ReadLedgerIfAny(dead->properties, LedgerTopic(dead->topic));
  if (!ledger) return Complaining(ledger.error(), app::kFailed);
  Shower shower(options, *dead, std::move(*ledger));
  bool only_one = options.raw || !options.output.empty();
  Result<void> shown = Find(*dead, *place, only_one, [&](const Letter& letter) { return shower.Show(letter); });
  return shown ? app::kOk : Complaining(shown.error(), app::kFailed);
}

}  // namespace

void AddDeadShow(CLI::App& dead, Command* command) {
  auto options = std::make_shared<ShowDeadOptions>();
  CLI::App* verb = dead.add_subcommand("show", "All that one letter holds, or the bytes of its original");
  verb->add_option("PLACE", options->place,
                   "PARTITION:OFFSET of the letter, as `dead list` shows it, or TOPIC:PARTITION:OFFSET of its original")
      ->required();
  AddDeadTopicOptions(*verb, &options->topic);
  CLI::Option* raw = verb->add_flag("--raw", options->raw, "The original's value to standard output, byte for byte");
  verb->add_option("--output", options->output, "The original's value into this file, byte for byte");
  verb->add_flag("--full", options->full, "The whole value, not its first 4,000 bytes");
  verb->add_flag("--json", options->json, "One line in protobuf's JSON mapping; bytes are base64")->excludes(raw);
  AddColorOption(*verb, &options->color);
  verb->footer(std::string("--raw and --output fetch from the original's topic what was too large for the letter.\n\n"
                           "Examples:\n  marsad dead show --config marsad.yaml 3:42\n"
                           "  marsad dead show --config marsad.yaml news.raw:0:1517\n"
                           "  marsad dead show --config marsad.yaml 3:42 --raw | jq .\n\n") +
               kExitCodes);
  verb->callback([options, command] { *command = [options] { return Show(*options); }; });
}

}  // namespace marsad::cli
