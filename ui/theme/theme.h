// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "ui/theme/colours.h"

namespace noiseal::ui {

/// What a person has chosen.
enum class Appearance : std::uint8_t { system, light, dark };

/// The look of the application: Fusion with our palette, fonts and style sheet. One object, made on
/// first use after the QApplication and ended with it; GUI thread.
class Theme : public QObject {
  Q_OBJECT

 public:
  static Theme& instance();

  /// Applies to the whole application; changed() follows when the scheme differs.
  void set_appearance(Appearance appearance);
  [[nodiscard]] Appearance appearance() const { return appearance_; }
  [[nodiscard]] Scheme scheme() const { return scheme_; }
  [[nodiscard]] const Colours& colours() const { return ui::colours(scheme_); }

 Q_SIGNALS:
  /// What paints with colours of its own paints anew.
  void changed();

 private:
  explicit Theme(QObject* parent);
  void apply();

  Scheme system_scheme_;
  Appearance appearance_ = Appearance::system;
  Scheme scheme_ = Scheme::light;
  bool applied_ = false;
};

/// Short for Theme::instance().colours().
const Colours& current_colours();

/// Sets the dynamic property "role" that the style sheet looks at, also after the widget was shown.
void set_role(QWidget* widget, const char* role);

}  // namespace noiseal::ui
