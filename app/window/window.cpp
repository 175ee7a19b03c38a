// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/window.h"

#include <unistd.h>

#include <QApplication>
#include <QByteArray>
#include <QLocale>
#include <cstdlib>
#include <iostream>
#include <optional>

#include "app/cli/run_command.h"
#include "app/demo/project.h"
#include "app/model_export.h"
#include "app/model_folders.h"
#include "app/noise_evidence.h"
#include "app/version.h"
#include "app/window/llm_tools.h"
#include "app/window/screenshots.h"
#include "ui/pages/all_pages.h"

namespace noiseal {
namespace {

constexpr const char* kWaitPolicy = "OMP_WAIT_POLICY";
constexpr const char* kNoDisplay =
    "noiseal: There is no display to open the window on; start it on a desktop, or use the "
    "commands, noiseal --help lists them.";

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

/// Threads of the model that wait for work must sleep, or the window stutters while they spin. The
/// OpenMP library reads this when it is loaded, before main: so the program starts once more.
void sleep_while_waiting(char** argv) {
  if (is_set(kWaitPolicy) || setenv(kWaitPolicy, "PASSIVE", 0) != 0) {
    return;
  }
  execv("/proc/self/exe", argv);
  // Where that fails, the window works all the same.
}

/// Qt ends the program with abort() when no display can be reached; here with one sentence.
void say_qt_message(QtMsgType type, const QMessageLogContext& /*context*/, const QString& message) {
  if (type == QtFatalMsg) {
    const bool display = message.contains(QLatin1String("platform plugin"));
    std::cerr << (display ? std::string(kNoDisplay) : "noiseal: " + message.toStdString())
              << std::endl;
    std::_Exit(1);
  }
  if (type == QtCriticalMsg) {
    std::cerr << "noiseal: " << message.toStdString() << std::endl;
  }
}

ui::Services make_services() {
  ui::Services services;
  services.program_version = kVersion;
  services.run_parts = cli::run_parts();
  services.make_demo_project = [](const std::filesystem::path& project, std::uint64_t seed,
                                  const Control& control) {
    demo::make_demo_project(project, seed, control);
  };
  services.llm = make_llm_tools();
  services.small_model_probabilities = small_model_probabilities;
  services.row_vectors = row_vectors;
  services.export_model = [](const Project& project, const std::filesystem::path& folder,
                             const Control& control) {
    return export_model(project, {folder, std::nullopt, {}}, control).run;
  };
  services.installed_encoders = installed_encoders();
  services.model_folders = model_folders();
  return services;
}

}  // namespace

int open_window(int argc, char** argv, const WindowArguments& arguments) {
  if (!is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY") && !is_set("QT_QPA_PLATFORM")) {
    std::cerr << kNoDisplay << std::endl;
    return 1;
  }
  sleep_while_waiting(argv);
  qInstallMessageHandler(say_qt_message);
  QApplication::setOrganizationName(QStringLiteral("noiseal"));
  QApplication::setApplicationName(QStringLiteral("noiseal"));
  QApplication::setApplicationDisplayName(QStringLiteral("NoiseAL Workbench"));
  QApplication::setApplicationVersion(QString::fromLatin1(kVersion));
  QApplication::setHighDpiScaleFactorRoundingPolicy(
      Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
  QApplication application(argc, argv);
  // The window's sentences are English: so are the numbers in them, on every desktop.
  QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
  const std::unique_ptr<ui::MainWindow> window = ui::make_main_window(make_services());
  window->show();
  if (arguments.screenshots) {
    return take_screenshots(*window, *arguments.project, *arguments.screenshots);
  }
  if (arguments.project) {
    window->open_project(*arguments.project);
  }
  return QApplication::exec();
}

}  // namespace noiseal
