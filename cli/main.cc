// marsad: try, look at and run the pipeline.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/show/terminal.h"
#include "cli/validators.h"
#include "lib/app/exit_code.h"
#include "lib/base/build_info.h"

namespace marsad::cli {

const char* const kExitCodes =
    "Exit codes: 0 done; 1 something could not be done; 2 wrong command line or configuration;\n"
    "3 another process has this one's ids; 4 a call did not come back in time; 5 the client cannot go on.";

void AddColorOption(CLI::App& verb, ColorChoice* choice) {
  static const std::map<std::string, ColorChoice> kChoices = {
      {"auto", ColorChoice::kAuto}, {"always", ColorChoice::kAlways}, {"never", ColorChoice::kNever}};
  verb.add_option_function<std::string>(
          "--color", [choice](const std::string& name) { *choice = kChoices.at(name); },
          "auto, always or never; auto also heeds NO_COLOR")
      ->check(CLI::IsMember(kChoices));
}

CLI::Validator AboveZero() {
  return CLI::Validator(
      [](std::string& text) -> std::string {
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool is_number = error == std::errc() && end == text.data() + text.size();
        return is_number && number > 0 ? "" : "a number above 0 is wanted, not " + Inserted(text);
      },
      "");
}

CLI::Validator NotEmpty() {
  return CLI::Validator([](std::string& text) -> std::string { return text.empty() ? "is empty" : ""; }, "");
}

namespace {

std::vector<std::string> Verbs(const CLI::App& app) {
  std::vector<std::string> verbs;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    verbs.push_back(verb->get_name());
  return verbs;
}

void AddVerbs(CLI::App& app, Command* command) {
  app.name("marsad");
  app.set_version_flag("--version", "marsad " + std::string(BuildVersion()));
  app.footer(std::string(
                 "Begin with:\n  marsad demo               the whole pipeline, on sample articles, without any server\n"
                 "  marsad explain FILE       what Marsad makes of an article of yours\n\n") +
             kExitCodes);
  app.require_subcommand(0, 1);
  AddDemo(app, command);
  AddExplain(app, command);
  AddSend(app, command);
  AddTap(app, command);
  AddStory(app, command);
  AddDead(app, command);
  AddRun(app, command);
  AddStages(app, command);
  AddCheck(app, command);
  AddTopics(app, command);
  AddHealth(app, command);
  AddBoilerplate(app, command);
  AddGazetteer(app, command);
  AddCompletion(app, command);
}

// The deepest verb of the command line, and its name with those above it: "dead show".
struct CalledVerb {
  const CLI::App* verb;
  std::string path;
};
CalledVerb FindCalled(const CLI::App& app) {
  CalledVerb called{&app, ""};
  for (auto verbs = app.get_subcommands(); !verbs.empty(); verbs = called.verb->get_subcommands()) {
    called.verb = verbs.front();
    called.path += (called.path.empty() ? "" : " ") + called.verb->get_name();
  }
  return called;
}

int Misuse(const std::string& sentence, const std::string& verb) {
  Complain(sentence);
  Complain("see: marsad " + (verb.empty() ? "" : verb + " ") + "--help");
  return app::kBadConfiguration;
}

int Main(int argc, char** argv) {
  CLI::App app{
      "Marsad watches the news: articles go through Kafka and come out normalized, with their entities and a summary."};
  Command command;
  AddVerbs(app, &command);
  std::string first = argc > 1 ? argv[1] : "";
  std::vector<std::string> verbs = Verbs(app);
  bool is_verb = std::find(verbs.begin(), verbs.end(), first) != verbs.end();
  if (!first.empty() && first.front() != '-' && !is_verb) {
    return Misuse(fmt::format("'{}' is no verb; there are: {}", Inserted(first), fmt::join(verbs, ", ")), "");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    const CalledVerb called = FindCalled(app);
    const std::vector<std::string> below = Verbs(*called.verb);
    const bool is_verb_missing = called.verb != &app && !below.empty() &&
                                 error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
    if (!is_verb_missing) return Misuse(error.what(), called.path);
    return Misuse(fmt::format("{}: which verb? There are: {}", called.path, fmt::join(below, ", ")), called.path);
  }
  if (!command) return Misuse(fmt::format("which verb? There are: {}", fmt::join(verbs, ", ")), "");
  return command();
}

}  // namespace
}  // namespace marsad::cli

int main(int argc, char** argv) {
  try {
    return marsad::cli::Main(argc, argv);
  } catch (const std::exception& error) {
    marsad::cli::Complain(error.what());
    return marsad::app::kFatal;
  }
}
