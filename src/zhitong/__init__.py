"""Zhitong 直通: the open platform for 反映社情民意信息工作."""

__version__ = "0.1.0"
