// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace noiseal::test {
namespace {

constexpr uid_t kNobody = 65534;

/// A fresh folder outside the one under test, so that captured output is no change in it.
std::filesystem::path output_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "noiseal-out-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder");
  }
  return name;
}

void redirect(int descriptor, const std::filesystem::path& file, int flags) {
  const int opened = ::open(file.c_str(), flags | O_CLOEXEC, 0600);
  if (opened < 0 || ::dup2(opened, descriptor) < 0) {
    _exit(126);
  }
}

[[noreturn]] void become_program(const std::filesystem::path& folder,
                                 const std::filesystem::path& outputs, const Arguments& arguments,
                                 const Conditions& conditions) {
  redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
  redirect(STDOUT_FILENO, outputs / "out", O_WRONLY | O_CREAT | O_APPEND);
  redirect(STDERR_FILENO, outputs / "err", O_WRONLY | O_CREAT | O_APPEND);
  ::setenv("OMP_NUM_THREADS", "1", 1);
  for (const char* display : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
    ::unsetenv(display);
  }
  if (::chdir(folder.c_str()) != 0) {
    _exit(126);
  }
  if (conditions.largest_file > 0) {
    const rlimit limit{conditions.largest_file, conditions.largest_file};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, SIG_IGN);
  }
  if (conditions.without_rights && ::geteuid() == 0 &&
      (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) {
    _exit(126);
  }
  std::vector<char*> argv;
  static const std::string name = "noiseal";
  argv.push_back(const_cast<char*>(name.c_str()));
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  ::execv(NOISEAL_PROGRAM, argv.data());
  _exit(127);
}

}  // namespace

std::vector<std::string> Outcome::messages() const {
  static const std::regex progress("^ *[0-9]+ %  .*");
  std::vector<std::string> lines;
  std::istringstream all(err);
  for (std::string line; std::getline(all, line);) {
    if (!std::regex_match(line, progress)) {
      lines.push_back(line);
    }
  }
  return lines;
}

Program::Program(std::filesystem::path folder, const Arguments& arguments, Conditions conditions)
    : folder_(std::move(folder)), outputs_(output_folder()) {
  process_ = ::fork();
  if (process_ == 0) {
    become_program(folder_, outputs_, arguments, conditions);
  }
  if (process_ < 0) {
    throw std::runtime_error("no new process");
  }
}

Program::~Program() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(outputs_, ignored);
}

void Program::send(int signal) const {
  ::kill(process_, signal);
}

bool Program::wait_for_message(const std::string& words) const {
  for (;;) {
    if (read_file(outputs_ / "err").find(words) != std::string::npos) {
      return true;
    }
    siginfo_t ended{};
    if (::waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        ended.si_pid != 0) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

Outcome Program::wait() {
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  Outcome outcome;
  outcome.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  outcome.out = read_file(outputs_ / "out");
  outcome.err = read_file(outputs_ / "err");
  return outcome;
}

Outcome run_program(const std::filesystem::path& folder, const Arguments& arguments,
                    Conditions conditions) {
  return Program(folder, arguments, conditions).wait();
}

std::map<std::string, std::string> snapshot(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    files[entry.path().string()] = entry.is_regular_file() ? read_file(entry.path()) : "";
  }
  return files;
}

std::string read_file(const std::filesystem::path& file) {
  std::ostringstream all;
  all << std::ifstream(file, std::ios::binary).rdbuf();
  return all.str();
}

void write_file(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace noiseal::test
