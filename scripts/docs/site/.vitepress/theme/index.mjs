// VitePress's theme with the system's fonts, which need no download.

import DefaultTheme from "vitepress/theme-without-fonts";
import "./style.css";

export default DefaultTheme;
