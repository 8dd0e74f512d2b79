// marsad completion: scripts for shells, made of the command line itself, so that they cannot be out of date.
#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "lib/app/exit_code.h"
#include "stages/table.h"

namespace marsad::cli {
namespace {

// A verb, or a verb of a verb, with what may follow it.
struct Words {
  std::string path;                                          // "", "demo", "topics create"
  std::vector<std::pair<std::string, std::string>> verbs;    // name, description
  std::vector<std::pair<std::string, std::string>> options;  // --name, description
};

// The option whose values are names out of the table of stages, wherever it stands.
constexpr const char* kStagesOption = "--stages";

void Collect(const CLI::App& app, const std::string& path, std::vector<Words>* all) {
  Words words{path, {}, {}};
  std::vector<const CLI::App*> verbs = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* verb : verbs) words.verbs.emplace_back(verb->get_name(), verb->get_description());
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames())
      words.options.emplace_back("--" + name, option->get_description());
  }
  all->push_back(std::move(words));
  for (const CLI::App* verb : verbs)
    Collect(*verb, path.empty() ? verb->get_name() : path + " " + verb->get_name(), all);
}

std::string Joined(const Words& words) {
  std::string joined;
  for (const auto& list : {words.verbs, words.options}) {
    for (const auto& [name, description] : list) joined += (joined.empty() ? "" : " ") + name;
  }
  return joined;
}

std::string StageWords() {
  std::string words;
  for (const app::StageEntry& row : stages::Table()) words.append(words.empty() ? "" : " ").append(row.name);
  return words;
}

std::string Bash(const std::vector<Words>& all) {
  std::string script =
      "# marsad completion bash > /etc/bash_completion.d/marsad\n"
      "_marsad() {\n"
      "  local current=\"${COMP_WORDS[COMP_CWORD]}\" path=\"\" word words=\"\"\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
      "    case \"$path $word\" in\n";
  for (const Words& words : all) {
    if (!words.path.empty()) {
      size_t last = words.path.rfind(' ');
      std::string from = last == std::string::npos ? "" : words.path.substr(0, last);
      std::string verb = last == std::string::npos ? words.path : words.path.substr(last + 1);
      script += "      \"" + from + " " + verb + "\") path=\"" + words.path + "\" ;;\n";
    }
  }
  script += "    esac\n  done\n  case \"$path\" in\n";
  for (const Words& words : all) script += "    \"" + words.path + "\") words=\"" + Joined(words) + "\" ;;\n";
  return script +
         "  esac\n"
         "  if [[ \"${COMP_WORDS[COMP_CWORD-1]}\" == " +
         kStagesOption + " ]]; then words=\"" + StageWords() +
         "\"; fi\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
         "  if [[ -n \"$path\" && \"$current\" != -* ]]; then COMPREPLY+=($(compgen -f -- \"$current\")); fi\n"
         "}\n"
         "complete -o filenames -F _marsad marsad\n";
}

// Zsh reads bash's rules; what it adds itself is not worth a second set that could differ.
std::string Zsh(const std::vector<Words>& all) {
  return "#compdef marsad\n# marsad completion zsh > \"${fpath[1]}/_marsad\"\nautoload -U +X bashcompinit && "
         "bashcompinit\n" +
         Bash(all);
}

std::string FishQuoted(const std::string& text) {
  std::string quoted = "'";
  for (char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

// The condition under which fish offers what follows `path`.
std::string FishCondition(const std::string& path) {
  if (path.empty()) return "__fish_use_subcommand";
  std::string condition;
  for (size_t at = 0; at != std::string::npos;) {
    size_t end = path.find(' ', at);
    condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + path.substr(at, end - at));
    at = end == std::string::npos ? end : end + 1;
  }
  return condition;
}

std::string Fish(const std::vector<Words>& all) {
  std::string script = "# marsad completion fish > ~/.config/fish/completions/marsad.fish\n";
  for (const Words& words : all) {
    std::string head = "complete -c marsad -n " + FishQuoted(FishCondition(words.path));
    for (const auto& [name, description] : words.verbs)
      script += head + " -f -a " + name + " -d " + FishQuoted(description) + "\n";
    for (const auto& [name, description] : words.options) {
      const std::string values = name == kStagesOption ? " -x -a " + FishQuoted(StageWords()) : "";
      script += head + " -l " + name.substr(2) + values + " -d " + FishQuoted(description) + "\n";
    }
  }
  return script;
}

int Complete(const CLI::App& app, const std::string& shell) {
  std::vector<Words> all;
  Collect(app, "", &all);
  bool written = WriteOut(shell == "bash" ? Bash(all) : shell == "zsh" ? Zsh(all) : Fish(all));
  return written ? app::kOk : app::kFailed;
}

}  // namespace

void AddCompletion(CLI::App& app, Command* command) {
  auto shell = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand("completion", "Print a completion script for a shell");
  verb->add_option("SHELL", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  verb->footer(std::string("Example:\n  source <(marsad completion bash)\n\n") + kExitCodes);
  verb->callback([&app, shell, command] { *command = [&app, shell] { return Complete(app, *shell); }; });
}

}  // namespace marsad::cli
