// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace noiseal::ui::test {

/// Runs the event loop until the condition holds; false after so many milliseconds.
bool wait_until(const std::function<bool()>& condition, int milliseconds = 20'000);

/// The child widget of that object name; a failed test and null when there is none.
QWidget* find_widget(QWidget& parent, const QString& name);

template <class Widget>
Widget* find(QWidget& parent, const char* name) {
  return dynamic_cast<Widget*>(find_widget(parent, QString::fromLatin1(name)));
}

/// A click with the left button in the widget's middle.
void click(QWidget* widget);

}  // namespace noiseal::ui::test
