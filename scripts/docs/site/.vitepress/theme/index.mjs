// VitePress's theme with the system's fonts, which cost nothing.

import DefaultTheme from "vitepress/theme-without-fonts";
import "./style.css";

export default DefaultTheme;
