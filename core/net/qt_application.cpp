// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/qt_application.h"

#include <QCoreApplication>
#include <QtGlobal>
#include <clocale>
#include <mutex>
#include <string>

namespace noiseal {
namespace {

/// Qt's own warnings are for programmers; what goes wrong reaches a person as an Error.
void say_nothing(QtMsgType type, const QMessageLogContext&, const QString& message) {
  if (type == QtFatalMsg) {
    std::fputs(qPrintable(message + QLatin1Char('\n')), stderr);
  }
}

}  // namespace

void ensure_qt_application() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (QCoreApplication::instance() != nullptr) {
      return;
    }
    static int argc = 1;
    static char name[] = "noiseal";
    static char* argv[] = {name, nullptr};
    const std::string locale = std::setlocale(LC_ALL, nullptr);
    qInstallMessageHandler(say_nothing);
    // Lives as long as the process: static objects may still use it at the end.
    static QCoreApplication* const application = new QCoreApplication(argc, argv);
    Q_UNUSED(application);
    std::setlocale(LC_ALL, locale.c_str());
  });
}

}  // namespace noiseal
