// The verbs of `marsad`. Each adds itself to the command line; the one that was called leaves what is to be run.
#pragma once

#include <functional>
#include <string>

#include "cli/show/terminal.h"

namespace CLI {
class App;
}

namespace marsad::cli {

// Returns an app::ExitCode.
using Command = std::function<int()>;

// REQUIRES: `command` outlives the parsing of `app`.
void AddBoilerplate(CLI::App& app, Command* command);
void AddCheck(CLI::App& app, Command* command);
void AddCompletion(CLI::App& app, Command* command);
void AddDead(CLI::App& app, Command* command);
void AddDemo(CLI::App& app, Command* command);
void AddExplain(CLI::App& app, Command* command);
void AddGazetteer(CLI::App& app, Command* command);
void AddGazetteerBuild(CLI::App& verb, Command* command);   // under `gazetteer`
void AddGazetteerImport(CLI::App& verb, Command* command);  // under `gazetteer`
void AddHealth(CLI::App& app, Command* command);
void AddRun(CLI::App& app, Command* command);
void AddSend(CLI::App& app, Command* command);
void AddStages(CLI::App& app, Command* command);
void AddStory(CLI::App& app, Command* command);
void AddTap(CLI::App& app, Command* command);
void AddTopics(CLI::App& app, Command* command);

// --color auto|always|never.
void AddColorOption(CLI::App& verb, ColorChoice* choice);

// The exit codes, for the end of every --help.
extern const char* const kExitCodes;

}  // namespace marsad::cli
